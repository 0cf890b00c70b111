/**
 * Merging nested maps, as pillar.get, filter_by and config.get do.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { isDict, isList } from "@salt/core";
import { includes } from "./equal.js";

/**
 * A map with the entries of both; maps below are merged too. Lists of `over` replace those of `under`, or are appended
 * without what is there already when `mergeLists` is set.
 */
export function mergeDicts(under: Dict, over: Dict, mergeLists = false): Dict {
  const merged: MutableDict = new Map(under);
  for (const [key, value] of over) merged.set(key, mergeValues(merged.get(key), value, mergeLists));
  return merged;
}

function mergeValues(under: Value | undefined, over: Value, mergeLists: boolean): Value {
  if (under === undefined) return over;
  if (isDict(under) && isDict(over)) return mergeDicts(under, over, mergeLists);
  if (mergeLists && isList(under) && isList(over)) return appendNew(under, over);
  return over;
}

/** A list with the items of another that it does not hold yet. */
export function appendNew(list: readonly Value[], more: readonly Value[]): readonly Value[] {
  return [...list, ...more.filter((item) => !includes(list, item))];
}
