/**
 * What an SLS says, brought into the form of high data: short forms, `extend`, `exclude`, order.
 */
import type { Value } from "@salt/core";
import type { FaultList } from "./fault-list.js";
import { StateDataError } from "./faults.js";
import type { HighData } from "./high-data.js";
import { isOwnKey } from "./high-data.js";
import { shown } from "./python-text.js";
import type { Node, NodeMap } from "./tree.js";
import { firstKey, isMap, isNodes, sameNode } from "./tree.js";

/** The SLS that is being read. */
export interface SlsPlace {
  readonly sls: string;
  readonly saltenv: string;
}

/** Brings all of an SLS but `include` into the form of high data, in place. Errors are added to `errors`. */
export function readDeclarations(data: HighData, place: SlsPlace, errors: FaultList): void {
  takeExtend(data, place, errors);
  takeExclude(data, place, errors);
  for (const [name, body] of [...data]) {
    if (name === "__extend__" || name === "__exclude__") continue;
    if (isMap(body)) readBody(shown(name), body, place, errors);
    else if (typeof body === "string" && body.includes(".")) data.set(name, shortState(body, place));
    else
      errors.add(`ID ${shown(name)} in SLS ${place.sls} is not a dictionary`, {
        sls: place.sls,
        id: shown(name),
      });
  }
}

/** `id: pkg.installed`. */
function shortState(text: string, { sls, saltenv }: SlsPlace): NodeMap {
  const [state = "", fun = ""] = text.split(".");
  return new Map<string, Node>([
    ["__sls__", sls],
    ["__env__", saltenv],
    [state, [fun]],
  ]);
}

function readBody(id: string, body: NodeMap, { sls, saltenv }: SlsPlace, errors: FaultList): void {
  const seen = new Set<string>();
  for (const [key, args] of [...body]) {
    const state = stateName(id, key);
    if (state.startsWith("_") || !isNodes(args)) continue;
    const [stem = "", fun] = state.split(".");
    if (fun !== undefined && seen.has(stem)) {
      errors.add(`ID '${id}' in SLS '${sls}' contains multiple state declarations of the same type`, {
        sls,
        id,
      });
      continue;
    }
    if (fun !== undefined) moveFunction(body, key, args, stem, fun);
    seen.add(stem);
  }
  if (!body.has("__sls__")) body.set("__sls__", sls);
  if (!body.has("__env__")) body.set("__env__", saltenv);
}

function stateName(id: string, key: unknown): string {
  if (typeof key === "string") return key;
  throw new StateDataError(`A state of the id '${id}' has a name that is no text`, "Quote it.");
}

/** `pkg.installed: [...]` becomes `pkg: [..., installed]`, behind the other states of the id. */
function moveFunction(body: NodeMap, key: Value, args: Node[], state: string, fun: string): void {
  body.delete(key);
  body.set(state, args);
  args.push(fun);
}

function takeExtend(data: HighData, { sls, saltenv }: SlsPlace, errors: FaultList): void {
  const extend = data.get("extend");
  if (!data.delete("extend")) return;
  if (!isMap(extend)) {
    errors.add(`Extension value in SLS '${sls}' is not a dictionary`, { sls, id: "extend" });
    return;
  }
  for (const [name, body] of extend) {
    if (!isMap(body)) {
      errors.add(`Extension name '${shown(name)}' in SLS '${sls}' is not a dictionary`, {
        sls,
        id: shown(name),
      });
      continue;
    }
    if (!body.has("__sls__")) body.set("__sls__", sls);
    if (!body.has("__env__")) body.set("__env__", saltenv);
    for (const [key, args] of [...body]) {
      const [state = "", fun] = stateName(shown(name), key).split(".");
      if (!state.startsWith("_") && isNodes(args) && fun !== undefined)
        moveFunction(body, key, args, state, fun);
    }
  }
  append(data, "__extend__", [extend]);
}

function takeExclude(data: HighData, { sls }: SlsPlace, errors: FaultList): void {
  const exclude = data.get("exclude");
  if (!data.delete("exclude")) return;
  if (isNodes(exclude)) append(data, "__exclude__", exclude);
  else errors.add(`Exclude Declaration in SLS ${sls} is not formed as a list`, { sls, id: "exclude" });
}

/** Adds to a list of the compiler's own. */
function append(data: HighData, key: "__extend__" | "__exclude__", items: readonly Node[]): void {
  const known = data.get(key);
  if (isNodes(known)) known.push(...items);
  else data.set(key, [...items]);
}

/** Gives every state without an `order` the next one; `next` counts on. */
export function numberStates(data: HighData, next: () => number): void {
  for (const body of data.values()) {
    if (!isMap(body)) continue;
    for (const [state, args] of body) {
      if (typeof state !== "string" || state.startsWith("_") || !isNodes(args)) continue;
      const hasOrder = args.some((arg) => isMap(arg) && firstKey(arg) === "order");
      if (!hasOrder) args.push(new Map([["order", next()]]));
    }
  }
}

/** Adds the states of an SLS to those of others. An id that is in both, and not the same, is an error. */
export function mergeStates(high: HighData, more: HighData, errors: FaultList): void {
  for (const key of ["__extend__", "__exclude__"] as const) {
    const items = more.get(key);
    if (more.delete(key) && isNodes(items)) append(high, key, items);
  }
  for (const [id, body] of more) {
    const known = high.get(id);
    if (known !== undefined && known !== body && !isOwnKey(id)) addConflict(errors, shown(id), known, body);
    high.set(id, body);
  }
}

function addConflict(errors: FaultList, id: string, known: Node, other: Node): void {
  if (sameNode(known, other)) return;
  const part = (body: Node, key: string): string => shown((isMap(body) ? body.get(key) : undefined) ?? null);
  const where = (body: Node): string => `'${part(body, "__env__")}:${part(body, "__sls__")}'`;
  errors.add(
    "Detected conflicting IDs, SLS IDs need to be globally unique.\n" +
      `    The conflicting ID is '${id}' and is found in SLS ${where(known)} and SLS ${where(other)}`,
    { sls: part(other, "__sls__"), id },
  );
}
