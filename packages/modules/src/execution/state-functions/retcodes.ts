/**
 * Exit statuses of state runs, as scripts know them.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { isDict } from "@salt/core";
import { isGoodRun } from "@salt/states";

/** The states could not be compiled, or another run is at work. */
export const COMPILE_FAILED = 1;
/** A state failed. */
export const STATE_FAILED = 2;
/** The pillar has errors. */
export const PILLAR_FAILED = 5;

/** Sets the exit status that a run's answer stands for: a list is of complaints, a map of results. */
export function setRetcode(context: ExecutionContext, answer: Value, high?: Dict): void {
  if (!isDict(answer)) context.retcode = COMPILE_FAILED;
  else context.retcode = isGoodRun(answer, high) ? 0 : STATE_FAILED;
}
