/**
 * Templates that are not part of a tree: nothing can be included, extended or left out.
 */
import type { Value } from "@salt/core";
import { pythonStr } from "@salt/core";
import type { HighData, Node, NodeMap } from "@salt/states";
import { thaw } from "@salt/states";

/** High data, or what is wrong with it. */
export interface SingleTemplate {
  readonly high: HighData;
  readonly errors: readonly string[];
}

const REFUSED = ["include", "exclude", "extends"];

/** Brings the states of a template into form: `state.function` keys and short ids are taken apart. */
export function singleTemplate(data: Value, path: string): SingleTemplate {
  const high = thaw(data);
  if (!(high instanceof Map)) return refused(`Template ${path} does not render to a dictionary`);
  const refusedItem = REFUSED.find((item) => high.has(item));
  if (refusedItem !== undefined) {
    return refused(
      `The '${refusedItem}' declaration found on '${path}' is invalid when rendering single templates`,
    );
  }
  const errors: string[] = [];
  for (const [id, body] of high) {
    if (body instanceof Map) readBody(pythonStr(id), body, path, errors);
    else if (typeof body === "string" && body.includes(".")) high.set(id, shortState(body));
    else errors.push(`ID ${pythonStr(id)} in template ${path} is not a dictionary`);
  }
  return { high, errors };
}

function refused(error: string): SingleTemplate {
  return { high: new Map(), errors: [error] };
}

function shortState(text: string): NodeMap {
  const [state = "", fun = ""] = text.split(".");
  return new Map<Value, Node>([[state, [fun]]]);
}

function readBody(id: string, body: NodeMap, path: string, errors: string[]): void {
  const seen = new Set<string>();
  for (const key of [...body.keys()].map(pythonStr).sort()) {
    const args = body.get(key);
    if (key.startsWith("_") || args === undefined) continue;
    if (args === null) {
      errors.push(
        `ID '${id}' in template ${path} contains a short declaration (${key}) with a trailing colon. When not ` +
          "passing any arguments to a state, the colon must be omitted.",
      );
    }
    if (!Array.isArray(args)) continue;
    const [state = "", fun] = key.split(".");
    if (fun !== undefined && seen.has(state)) {
      errors.push(`ID '${id}' in template '${path}' contains multiple state declarations of the same type`);
      continue;
    }
    seen.add(state);
    if (fun === undefined) continue;
    body.delete(key);
    body.set(state, [...args, fun]);
  }
}
