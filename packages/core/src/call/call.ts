/**
 * Calling a function of a plugin with the arguments of a job.
 */
import type { Dict, Value } from "../base/value.js";
import { toValue } from "../base/value.js";
import type { PluginFunction } from "../plugin/function.js";
import { pythonStr } from "../python/repr.js";
import type { FunctionShape, SortedArguments } from "./bind.js";
import { bindSorted, sortArguments } from "./bind.js";

/**
 * Binds and runs a function. `load` is the publish map: a function with `varkw` gets its fields as keyword arguments
 * `__pub_<field>`, as in Salt. Throws what `bindArguments` and the function throw.
 */
export async function callFunction<C>(
  name: string,
  fn: PluginFunction<C>,
  args: readonly Value[],
  context: C,
  load?: Dict,
): Promise<Value> {
  const sorted = withPublication(fn, sortArguments(fn, args), load);
  const bound = bindSorted(name, fn, sorted);
  return toValue(await fn.run(bound.args, context, bound.rest));
}

/**
 * Runs a function with arguments that are known to be positional or not: the call of one function by another. A text
 * that looks like `key=value` stays a text. Throws ArgumentBindingError and what the function throws.
 */
export async function callDirectly<C>(
  name: string,
  fn: PluginFunction<C>,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  context: C,
): Promise<Value> {
  const bound = bindSorted(name, fn, { positional: args, keywords: kwargs });
  return toValue(await fn.run(bound.args, context, bound.rest));
}

function withPublication(
  fn: FunctionShape,
  sorted: SortedArguments,
  load: Dict | undefined,
): SortedArguments {
  if (fn.varkw === undefined || load === undefined) return sorted;
  const keywords = new Map(sorted.keywords);
  for (const [key, value] of load) keywords.set(`__pub_${pythonStr(key)}`, value);
  return { positional: sorted.positional, keywords };
}
