/**
 * Merging maps as formulas ask for it: into the first map itself, or by a named strategy.
 */
import type { MergeRules, MutableDict, Value } from "@salt/core";
import { appendNew, copyOfDict, isDict, isList, mergeByStrategy } from "@salt/core";
import { PythonError } from "./python-error.js";

/** A copy down to the last map and list. */
export function deepCopy(value: Value): Value {
  if (isList(value)) return value.map(deepCopy);
  if (!isDict(value)) return value;
  const copy = copyOfDict(value);
  for (const [key, item] of value) copy.set(key, deepCopy(item));
  return copy;
}

/**
 * Puts the entries of a map into another one, which is changed and given back: templates rely on that. Maps below
 * are merged too unless `recursive` is false. Throws a TypeError of Python's for anything but maps.
 */
export function updateDict(dest: Value, upd: Value, recursive = true, mergeLists = false): MutableDict {
  if (!(dest instanceof Map) || !isDict(upd))
    throw new PythonError("TypeError", "Cannot update using non-dict types in dictupdate.update()");
  for (const [key, value] of upd) {
    const old: Value | undefined = dest.get(key);
    if (recursive && isDict(old) && isDict(value)) dest.set(key, updateDict(old, value, true, mergeLists));
    else if (recursive && mergeLists && isList(old) && isList(value)) dest.set(key, appendNew(old, value));
    else dest.set(key, value);
  }
  return dest;
}

/**
 * Merges two values by a strategy: `aggregate`, `list`, `overwrite`, `recurse` or `smart`. Only `aggregate` takes others
 * than maps: they become lists. Throws a TypeError of Python's.
 */
export function mergeBy(a: Value, b: Value, rules: MergeRules): Value {
  if (isDict(a) && isDict(b)) return mergeByStrategy(a, b, rules);
  if (rules.strategy !== "aggregate")
    throw new PythonError("TypeError", "Cannot update using non-dict types in dictupdate.update()");
  if (isDict(a) || isDict(b)) return b;
  return appendNew(isList(a) ? a : [a], isList(b) ? b : [b]);
}
