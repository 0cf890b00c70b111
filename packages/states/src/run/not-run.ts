/**
 * Results of states that were not run.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { dict } from "@salt/core";
import type { Low } from "./low.js";
import type { RunState } from "./run-state.js";
import { noteNoTime } from "./timing.js";

/** Makes such a result, with the next number of the run. `more` are further keys. */
export function notRun(
  run: RunState,
  low: Low,
  {
    result,
    comment,
    ...more
  }: { readonly result: boolean; readonly comment: string; readonly [key: string]: Value },
): MutableDict {
  const answer = dict({ changes: new Map(), result });
  noteNoTime(answer);
  answer.set("comment", comment);
  for (const [key, value] of Object.entries(more)) answer.set(key, value);
  answer.set("__run_num__", run.nextNumber());
  return named(answer, low);
}

/** A chunk that waits for itself, by way of others. It has no times, as in Salt. */
export function recursive(run: RunState, low: Low, number: number): MutableDict {
  run.context.log.error({ id: low.get("__id__"), sls: low.get("__sls__") }, "Requisites go in a circle");
  const comment = "Recursive requisite found";
  return named(dict({ changes: new Map(), result: false, comment, __run_num__: number }), low);
}

/** Notes in a result which chunk it is of. */
export function named(result: MutableDict, low: Dict): MutableDict {
  for (const key of ["__sls__", "__id__", "name"]) result.set(key, low.get(key) ?? null);
  return result;
}
