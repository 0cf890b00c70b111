/**
 * Merging nested maps, as pillar.get, filter_by and config.get do, and by the named strategies of the pillar.
 */

import { copyOfDict } from "../python/ordered-dict.js";
import { includes } from "./equal.js";
import type { Dict, MutableDict, Value } from "./value.js";
import { isDict, isList } from "./value.js";

/**
 * A map with the entries of both; maps below are merged too. Lists of `over` replace those of `under`, or are appended
 * without what is there already when `mergeLists` is set.
 */
export function mergeDicts(under: Dict, over: Dict, mergeLists = false): Dict {
  const merged: MutableDict = copyOfDict(under);
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

/** How maps are merged by name. */
export interface MergeRules {
  /** `smart`, `recurse`, `aggregate`, `overwrite`, `none` or `list`; any other counts as `recurse`, as in Salt. */
  readonly strategy: string;
  /** The pipe of renderers: with `yamlex` at its end, `smart` means `aggregate`. */
  readonly renderer?: string;
  readonly mergeLists?: boolean;
}

/** A map with the entries of both by one of Salt's strategies; `over` wins. */
export function mergeByStrategy(under: Dict, over: Dict, rules: MergeRules): Dict {
  const { renderer = "", mergeLists = false } = rules;
  const isYamlex = renderer.split("|").at(-1) === "yamlex" || renderer.startsWith("yamlex_");
  const strategy = rules.strategy === "smart" ? (isYamlex ? "aggregate" : "recurse") : rules.strategy;
  switch (strategy) {
    case "recurse":
      return mergeDicts(under, over, mergeLists);
    case "aggregate":
    case "overwrite":
      return pasted(under, over);
    case "list":
      return pairs(under, over);
    default:
      return mergeDicts(under, over);
  }
}

function pasted(under: Dict, over: Dict): Dict {
  const out: MutableDict = copyOfDict(under);
  for (const [key, value] of over) out.set(key, value);
  return out;
}

/** Both values of each entry that both have; entries of `over` alone are left out. */
function pairs(under: Dict, over: Dict): Dict {
  return new Map(
    [...under].map(([key, value]) => {
      const other = over.get(key);
      return [key, other === undefined ? value : [value, other]];
    }),
  );
}
