/**
 * What a state run gets from its surroundings.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { isTruthy } from "@salt/core";
import type { RunParts } from "@salt/states";

/** Further wishes of a run. */
export interface RunWishes {
  readonly mock?: Value;
  readonly processedSls?: readonly string[];
  /** Compiles the pillar as it was compiled for the run. */
  readonly freshPillar?: () => Promise<Dict>;
}

/** The parts of a run in a context that was opened for it. */
export function runPartsOf(context: ExecutionContext, wishes: RunWishes = {}): RunParts {
  const jid = context.job?.jid;
  return {
    context,
    ...(jid === undefined ? {} : { jid }),
    mocked: isTruthy(wishes.mock),
    processedSls: wishes.processedSls ?? [],
    freshPillar: wishes.freshPillar ?? (() => context.control.compilePillar()),
  };
}
