/**
 * State functions that `state.disable` keeps from running: the grain `state_runs_disabled`.
 */
import type { MutableDict, Value } from "@salt/core";
import { dict, getList, matchGlob } from "@salt/core";
import type { Low } from "./low.js";
import { functionName, tagOf } from "./low.js";
import type { RunState } from "./run-state.js";

/** The results of disabled chunks by tag; all others are put into `rest`. */
export function disabledResults(
  run: RunState,
  chunks: readonly Low[],
  rest: Low[],
): Map<string, MutableDict> {
  const patterns = getList(run.context.grains, "state_runs_disabled") ?? [];
  const disabled = new Map<string, MutableDict>();
  for (const low of chunks) {
    const name = functionName(low);
    const pattern = patterns.find((one: Value) => typeof one === "string" && matchGlob(one, name));
    if (typeof pattern !== "string") rest.push(low);
    else disabled.set(tagOf(low), refusal(run, low, name, pattern));
  }
  return disabled;
}

function refusal(run: RunState, low: Low, name: string, pattern: string): MutableDict {
  return dict({
    changes: new Map(),
    result: false,
    comment: `The state function "${name}" is currently disabled by "${pattern}", to re-enable, run state.enable ${pattern}.`,
    __run_num__: run.nextNumber(),
    __sls__: low.get("__sls__"),
  });
}
