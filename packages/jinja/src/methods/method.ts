/**
 * How the methods of built-in types are written down.
 */
import { bind, signature } from "../value/signature.js";
import type { Kwargs, Val } from "../value/types.js";

/** A method: gets the value it belongs to. */
export type Method<T> = (self: T, args: readonly Val[], kwargs: Kwargs) => Val;

/** A method whose arguments are bound by a signature such as `"split(sep=None, maxsplit=-1)"`. */
export function method<T>(shape: string, run: (self: T, ...args: Val[]) => Val): [string, Method<T>] {
  const parsed = signature(shape);
  return [parsed.name, (self, args, kwargs) => run(self, ...bind(parsed, args, kwargs))];
}
