/**
 * How the methods of built-in types are written down.
 */
import { typeError } from "../value/errors.js";
import { bind, type Signature, signature } from "../value/signature.js";
import { typeName } from "../value/type-name.js";
import type { Kwargs, Val } from "../value/types.js";

/** A method: gets the value it belongs to. */
export type Method<T> = (self: T, args: readonly Val[], kwargs: Kwargs) => Val;

/** The methods that take keywords; all others take arguments by their place alone. */
const WITH_KEYWORDS = new Set(
  "decode encode expandtabs hex move_to_end rsplit sort split splitlines to_bytes".split(" "),
);

/** Methods that count their arguments with another part of Python, whose texts differ. */
const PARSED = new Set("count endswith find index rfind rindex startswith".split(" "));

const ofArguments = (count: number): string => `${count} argument${count === 1 ? "" : "s"}`;

/** Throws TypeError, in the words of Python's built-in functions, for arguments that are too many or too few. */
function checkNative(shape: Signature, owner: string, args: readonly Val[], kwargs: Kwargs): void {
  const { name, required, names } = shape;
  const full = `${owner}.${name}()`;
  const given = args.length;
  if (kwargs.size > 0) throw typeError(`${full} takes no keyword arguments`);
  if (given >= required && given <= names.length) return;
  if (names.length === 0) throw typeError(`${full} takes no arguments (${given} given)`);
  if (names.length === 1 && required === 1) {
    throw typeError(`${full} takes exactly one argument (${given} given)`);
  }
  const bound = given < required ? "at least" : "at most";
  const wanted = ofArguments(given < required ? required : names.length);
  if (owner === "str" && PARSED.has(name))
    throw typeError(`${name}() takes ${bound} ${wanted} (${given} given)`);
  const exactly = required === names.length ? "" : `${bound} `;
  throw typeError(`${name} expected ${exactly}${wanted}, got ${given}`);
}

/** A method whose arguments are bound by a signature such as `"split(sep=None, maxsplit=-1)"`. */
export function method<T>(shape: string, run: (self: T, ...args: Val[]) => Val): [string, Method<T>] {
  const parsed = signature(shape);
  const byPlace = !WITH_KEYWORDS.has(parsed.name);
  return [
    parsed.name,
    (self, args, kwargs) => {
      if (byPlace) checkNative(parsed, typeName(self), args, kwargs);
      return run(self, ...bind(parsed, args, kwargs));
    },
  ];
}
