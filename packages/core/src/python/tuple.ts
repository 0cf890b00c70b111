/**
 * Python's tuples: lists everywhere but where a value is written as Python writes it.
 */
import type { Value } from "../base/value.js";

/** A list that is shown in parentheses. Programs and the wire get a list. */
export class Tuple extends Array<Value> {
  /** What is made of its items is a list. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

/** A tuple of these items. */
export function tuple(items: Iterable<Value>): Tuple {
  const made = new Tuple();
  for (const item of items) made.push(item);
  return made;
}
