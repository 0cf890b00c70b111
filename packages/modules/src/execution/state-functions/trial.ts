/**
 * Whether a call of a state function is a trial.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { get, isTruthy } from "@salt/core";

/** The value of option `test` for a run: what the call says, else pillar and grains, else the option. */
export async function trialValue(
  test: Value,
  kwargs: ReadonlyMap<string, Value>,
  context: ExecutionContext,
): Promise<Value> {
  if (test === false) return false;
  if (test !== null) return true;
  // Salt takes the word in any case.
  for (const [key, value] of kwargs) if (key.toLowerCase() === "test" && isTruthy(value)) return true;
  const set = [context.grains, context.pillar, get(context.pillar, "master")].map((source) =>
    get(source, "test"),
  );
  return set.includes(true) ? true : (context.opts.get("test") ?? false);
}
