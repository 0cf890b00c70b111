/**
 * The option `global_state_conditions`: compound targets under which states may run on this minion at all.
 */
import type { MutableDict } from "@salt/core";
import { dict, getDict, isList, isTruthy, pythonStr } from "@salt/core";
import type { ReadyCall } from "./call-state.js";
import type { Low } from "./low.js";
import { wordOf } from "./low.js";

/** The result of a state that no condition allows; undefined when there are none for it, or one holds. */
export async function unmetGlobally(
  low: Low,
  { full, context }: ReadyCall,
): Promise<MutableDict | undefined> {
  const conditions = getDict(context.opts, "global_state_conditions");
  if (conditions === undefined) return undefined;
  const targets = [...conditions]
    .filter(([key]) => ["*", full, wordOf(low, "state")].includes(pythonStr(key)))
    .flatMap(([, value]) => (isList(value) ? value : typeof value === "string" ? [value] : []));
  if (targets.length === 0) return undefined;
  for (const target of targets) {
    if (isTruthy(await context.call("match.compound", [target]))) return undefined;
  }
  const comment = "Failed to meet global state conditions. State not called.";
  return dict({ name: low.get("name"), comment, changes: new Map(), result: null });
}
