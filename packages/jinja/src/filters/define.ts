/**
 * How filters and tests are written down.
 */
import type { CallContext, FilterFunction, TestFunction } from "../runtime/environment.js";
import { truth } from "../value/iterate.js";
import { str } from "../value/repr.js";
import { bind, signature } from "../value/signature.js";
import { failUndefined, isText, textOf, Undefined, type Val } from "../value/types.js";

/** A filter's name and function; the signature's name is Python's, which shows in error texts. */
export function filter(
  name: string,
  shape: string,
  run: (context: CallContext, ...args: Val[]) => Val,
): [string, FilterFunction] {
  const parsed = signature(shape);
  return [name, (context, args, kwargs) => run(context, ...bind(parsed, args, kwargs))];
}

/** A test's name and function. */
export function test(
  name: string,
  shape: string,
  run: (context: CallContext, ...args: Val[]) => boolean,
): [string, TestFunction] {
  const parsed = signature(shape);
  return [name, (context, args, kwargs) => run(context, ...bind(parsed, args, kwargs))];
}

/** `soft_str(value)`: text as it is, anything else by `str`. */
export function soft(value: Val): string {
  return isText(value) ? textOf(value) : str(value);
}

/** `bool(value)`, for flags. */
export function flag(value: Val): boolean {
  return truth(value);
}

/** The value itself, unless it is undefined and strict. */
export function defined(value: Val): Val {
  return value instanceof Undefined && value.strict ? failUndefined(value) : value;
}
