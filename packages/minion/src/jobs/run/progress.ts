/**
 * Functions that give their result in parts: each part is an event, and all of them together are the result.
 */
import type { Plain, Value } from "@salt/core";
import { isDict, isTruthy, toValue } from "@salt/core";

/** Gives parts one after another. */
type Parts = AsyncIterable<Plain> | Iterator<Plain>;

/** Whether a result comes in parts: an async iterable, or a generator. */
export function isInParts(result: unknown): result is Parts {
  if (typeof result !== "object" || result === null) return false;
  return Symbol.asyncIterator in result || (Symbol.iterator in result && "next" in result);
}

/** Joins the parts of a result as Salt does: maps are merged, anything else makes a list. */
export async function joinParts(
  parts: Parts,
  onPart: (part: Value, at: number) => Promise<void>,
): Promise<Value> {
  const map = new Map<Value, Value>();
  let list: Value[] | undefined;
  let at = 0;
  for await (const plain of iterable(parts)) {
    const part = toValue(plain);
    if (isDict(part) && list === undefined) for (const [key, value] of part) map.set(key, value);
    else {
      list ??= isTruthy(map) ? [map] : [];
      list.push(part);
    }
    await onPart(part, at++);
  }
  return list ?? map;
}

function iterable(parts: Parts): AsyncIterable<Plain> | Iterable<Plain> {
  return Symbol.asyncIterator in parts ? parts : { [Symbol.iterator]: () => parts };
}
