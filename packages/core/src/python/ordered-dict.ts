/**
 * Python's OrderedDict: a map that differs from others only in how it is written.
 */
import type { Value } from "../base/value.js";
import { isDict, isList } from "../base/value.js";

/** A map that is shown as an OrderedDict, and that YAML writes in its own order where other maps are sorted. */
export class OrderedDict<K = Value, V = Value> extends Map<K, V> {}

/** A copy of a map that is of its kind. */
export function copyOfDict(source: ReadonlyMap<Value, Value>): Map<Value, Value> {
  return source instanceof OrderedDict ? new OrderedDict(source) : new Map(source);
}

/** The value with all its maps, at any depth, as OrderedDicts: what real Salt's YAML renderer makes of a file. */
export function withOrderedDicts(value: Value): Value {
  if (isList(value)) return value.map(withOrderedDicts);
  if (!isDict(value)) return value;
  return new OrderedDict([...value].map(([key, item]) => [key, withOrderedDicts(item)]));
}

/** The value with all its maps, at any depth, as plain ones. */
export function withPlainDicts(value: Value): Value {
  if (isList(value)) return value.map(withPlainDicts);
  if (!isDict(value)) return value;
  return new Map([...value].map(([key, item]) => [key, withPlainDicts(item)]));
}
