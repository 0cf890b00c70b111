/**
 * Compound commands: the outcomes of several functions as one.
 */
import type { Value } from "@salt/core";
import type { JobOutcome } from "./outcome.js";

/** One function's outcome. */
export interface PartOutcome {
  readonly fun: string;
  readonly outcome: JobOutcome;
}

/** One outcome for all: maps by function, in which equal functions collapse, or lists in order. */
export function joinOutcomes(parts: readonly PartOutcome[], ordered: boolean): JobOutcome {
  const collect = (pick: (outcome: JobOutcome) => Value): Value =>
    ordered
      ? parts.map(({ outcome }) => pick(outcome))
      : new Map<Value, Value>(parts.map(({ fun, outcome }) => [fun, pick(outcome)]));
  return {
    return: collect((outcome) => outcome.return),
    retcode: collect((outcome) => outcome.retcode),
    success: collect((outcome) => outcome.success),
    out: undefined,
    silent: false,
  };
}
