/**
 * Calling one state function from another.
 */
import type { Dict, ExecutionContext, StateFunction, Value } from "@salt/core";
import { callDirectly, dict, isDict } from "@salt/core";

/** Calls a function with keyword arguments. Throws ArgumentBindingError, and what the function throws. */
export async function callState(
  fun: string,
  fn: StateFunction,
  kwargs: ReadonlyMap<string, Value>,
  context: ExecutionContext,
): Promise<Dict> {
  const told = await callDirectly(fun, fn, [], kwargs, context);
  return isDict(told) ? told : dict({});
}
