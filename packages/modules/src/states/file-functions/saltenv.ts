/**
 * The environment that a state's sources come from.
 */
import type { ExecutionContext, Value } from "@salt/core";

/** The environment of the SLS that the state stands in. */
export function stateEnv({ chunk, opts }: ExecutionContext): Value {
  return chunk?.low.get("__env__") ?? opts.get("saltenv") ?? "base";
}
