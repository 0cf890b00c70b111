/**
 * Keyword arguments of functions that take any.
 */
import type { MutableDict, Rest, Value } from "@salt/core";
import { pythonStr, SaltInvocationError } from "@salt/core";

/** What a user gave: without the facts of the publication, which begin with two underscores. */
export function givenKeywords(kwargs: Rest["kwargs"]): MutableDict {
  const given: MutableDict = new Map<Value, Value>();
  for (const [key, value] of kwargs) if (!key.startsWith("__")) given.set(key, value);
  return given;
}

/** Refuses keyword arguments outside a list. Throws SaltInvocationError that names them. */
export function refuseOtherKeywords(kwargs: Rest["kwargs"], known: readonly string[]): void {
  const others = [...givenKeywords(kwargs)].filter(([key]) => !known.includes(pythonStr(key)));
  if (others.length === 0) return;
  const shown = others.map(([key, value]) => `${pythonStr(key)}=${pythonStr(value)}`).join(", ");
  throw new SaltInvocationError(`The following keyword arguments are not valid: ${shown}`);
}
