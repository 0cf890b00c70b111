/**
 * Choosing an entry of a map by a grain or pillar value: `grains.filter_by`, `pillar.filter_by`.
 */
import type { Dict, Value } from "@salt/core";
import { isDict, isList, isTruthy, matchGlob, mergeDicts, pythonStr, SaltError } from "@salt/core";
import { traverse } from "./traverse.js";

/** What to choose by, and what to put under and over the choice. */
export interface FilterOptions {
  readonly lookup: Dict;
  /** The key whose value chooses, in `data`. */
  readonly key: string;
  readonly data: Dict;
  readonly merge: Value;
  /** The entry for values that choose none. */
  readonly fallback: Value;
  /** The entry that the choice is laid over. */
  readonly base: Value;
}

/** The chosen entry, or null. Throws SaltError when something to be merged is no map. */
export function filterBy({ lookup, key, data, merge, fallback, base }: FilterOptions): Value {
  const value = traverse(data, key) ?? [];
  const chosen = choose(lookup, isList(value) ? value : [value]) ?? lookup.get(fallback) ?? null;
  const based = overBase(chosen, base === null || base === "" ? undefined : lookup.get(base));
  if (!isTruthy(merge)) return based;
  if (!isDict(merge)) throw mergeFault("filter_by merge argument must be a dictionary.");
  if (based === null) return merge;
  if (!isDict(based)) throw mergeFault("filter_by can merge only into a dictionary.");
  return mergeDicts(based, merge);
}

/** The entry for any of the values; a key may be a glob. */
function choose(lookup: Dict, values: readonly Value[]): Value | undefined {
  for (const value of values) {
    for (const [key, entry] of lookup) {
      const [text, pattern] = [pythonStr(value), pythonStr(key)];
      if (text !== pattern && !matchGlob(pattern, text)) continue;
      if (entry !== null) return entry;
      break;
    }
  }
  return undefined;
}

function overBase(chosen: Value, base: Value | undefined): Value {
  if (base === undefined) return chosen;
  if (chosen === null) return base;
  if (!isDict(base)) return chosen;
  if (!isDict(chosen)) throw mergeFault("filter_by default and look-up values must both be dictionaries.");
  return mergeDicts(base, chosen);
}

function mergeFault(message: string): SaltError {
  return new SaltError("NOT_MERGEABLE", message);
}
