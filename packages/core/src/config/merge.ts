/**
 * Merging included files, with Salt's rules.
 */
import { isDeepStrictEqual } from "node:util";
import type { Dict, Value } from "../base/value.js";
import { isDict, isList } from "../base/value.js";

/** Both maps as one: maps are merged inside, lists joined without repetition, everything else is replaced. */
export function mergeDicts(base: Dict, over: Dict): Dict {
  const out = new Map(base);
  for (const [key, value] of over) out.set(key, mergeValues(out.get(key), value));
  return out;
}

function mergeValues(base: Value | undefined, over: Value): Value {
  if (isDict(base) && isDict(over)) return mergeDicts(base, over);
  if (!isList(base) || !isList(over)) return over;
  const joined = [...base];
  for (const item of over) {
    if (!joined.some((known) => isDeepStrictEqual(known, item))) joined.push(item);
  }
  return joined;
}
