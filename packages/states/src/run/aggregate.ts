/**
 * `mod_aggregate`: one state that does the work of several of its kind.
 */
import type { Dict, Value } from "@salt/core";
import { callDirectly, errorText, isDict, isList, isTruthy } from "@salt/core";
import { ALL_REQUISITES } from "./keywords.js";
import type { Low } from "./low.js";
import { tagOf, wordOf } from "./low.js";
import type { Pass, RunState } from "./run-state.js";

/** Key under which a module's `mod_aggregate` names, by their tags, the chunks whose work the low now does. */
const TAKEN = "__agg_tags__";

/** Lets the chunk's module add the work of chunks to come, where option `state_aggregate` or the chunk says so. */
export async function aggregate(run: RunState, low: Low, pass: Pass): Promise<void> {
  if (!isAsked(run, low)) return;
  const name = `${wordOf(low, "state")}.mod_aggregate`;
  const found = await run.states.find(name);
  if (!("fn" in found)) return;
  low.set("__agg__", true);
  try {
    const running = new Map<Value, Value>(pass.running);
    const args = [new Map(low), pass.chunks, running];
    const changed = await callDirectly(name, found.fn, args, new Map(), run.context);
    if (isDict(changed)) take(low, changed, pass);
  } catch (error) {
    run.context.log.error(
      { state: low.get("state"), reason: errorText(error) },
      "States cannot be aggregated",
    );
  }
}

function isAsked(run: RunState, low: Low): boolean {
  if (isTruthy(low.get("__agg__"))) return false;
  const asked = low.get("aggregate") ?? run.opts.get("state_aggregate");
  return asked === true || (isList(asked) && asked.includes(low.get("state") ?? null));
}

function take(low: Low, changed: Dict, pass: Pass): void {
  const tags = changed.get(TAKEN);
  const taken = new Set(isList(tags) ? tags : []);
  for (const chunk of pass.chunks) if (taken.has(tagOf(chunk))) chunk.set("__agg__", true);
  low.clear();
  for (const [key, value] of changed) if (key !== TAKEN) low.set(key, value);
  for (const kind of ALL_REQUISITES) {
    const others = pass.chunks.flatMap((chunk) => (isOther(low, chunk) ? itemsOf(chunk.get(kind)) : []));
    if (others.length > 0) low.set(kind, [...itemsOf(low.get(kind)), ...others]);
  }
}

function isOther(low: Low, chunk: Low): boolean {
  return (
    chunk.get("state") === low.get("state") &&
    isTruthy(chunk.get("__agg__")) &&
    chunk.get("name") !== low.get("name")
  );
}

function itemsOf(value: Value | undefined): readonly Value[] {
  return isList(value) ? value : [];
}
