/**
 * The order in which dicts are printed.
 */
import type { Dict, Value } from "@salt/core";
import { Float, isDict, isFloat, isInt, isList, pythonStr, Tuple, tuple } from "@salt/core";

/** The entries of a dict by key; keys that cannot be compared with each other go by their text. */
export function sortedEntries(map: Dict): [Value, Value][] {
  const entries = [...map];
  const numeric = entries.every(([key]) => isInt(key) || isFloat(key));
  if (numeric) return entries.sort(([a], [b]) => numberOf(a) - numberOf(b));
  return entries.sort(([a], [b]) => compareText(pythonStr(a), pythonStr(b)));
}

/** Whether all keys are of one kind, so that Python could sort them. */
export function isSortable(map: Dict): boolean {
  const kinds = new Set([...map.keys()].map((key) => (isInt(key) || isFloat(key) ? "number" : typeof key)));
  return kinds.size <= 1;
}

/** The value with all dicts in it sorted. */
export function sortedDeep(value: Value): Value {
  if (isList(value)) return value instanceof Tuple ? tuple(value.map(sortedDeep)) : value.map(sortedDeep);
  if (!isDict(value)) return value;
  return new Map(sortedEntries(value).map(([key, item]) => [key, sortedDeep(item)]));
}

/** Compares by code points, as Python does; JavaScript compares halves of surrogate pairs. */
export function compareText(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function numberOf(key: Value): number {
  return key instanceof Float ? key.value : Number(key);
}
