/**
 * Calling an execution function with arguments as a chunk lists them.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { callDirectly, isDict, isList, pythonStr } from "@salt/core";
import { PythonError } from "../../values/python-error.js";

/**
 * Calls a function: plain items of the list are positional arguments, the entries of maps keyword arguments. Salt
 * hands on every default, too, so that positional arguments can only fill parameters that have none. Throws what the
 * function throws, and PythonError or ArgumentBindingError for arguments that do not fit.
 */
export async function callListed(fun: string, given: Value, context: ExecutionContext): Promise<Value> {
  const found = await context.functions.find(fun);
  const params = Object.entries(found.params);
  const required = params.filter(([, param]) => param.fallback === undefined).map(([key]) => key);
  const named = new Map<string, Value>();
  for (const [key, { fallback }] of params) if (fallback !== undefined) named.set(key, fallback);
  const items = itemsOf(given);
  for (const item of items) {
    if (isDict(item)) for (const [key, value] of item) named.set(pythonStr(key), value);
  }
  const positional = items.filter((item) => !isDict(item));
  for (const key of required) {
    const value = named.get(key);
    if (value === undefined) continue;
    named.delete(key);
    positional.push(value);
  }
  const missing = required.slice(positional.length);
  if (missing.length > 0)
    throw new PythonError("SaltInvocationError", `Missing arguments: ${missing.join(", ")}`);
  return await callDirectly(fun, found, positional, named, context);
}

/** What Python's `*` makes of a value: a text falls into its characters, a map into its keys. */
function itemsOf(given: Value): readonly Value[] {
  if (given === null) return [];
  if (isList(given)) return given;
  if (typeof given === "string") return [...given];
  if (isDict(given)) return [...given.keys()];
  throw new PythonError("TypeError", `Value after * must be an iterable, not ${typeof given}`);
}
