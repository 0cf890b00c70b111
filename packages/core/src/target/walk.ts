/**
 * Following a path into nested data.
 */
import { parseYamlArgumentNow } from "../arguments/parse.js";
import type { Dict, Value } from "../base/value.js";
import { isDict, isFloat, isInt, isList } from "../base/value.js";

/**
 * Follows a path through maps and lists, as real Salt does for `a:b:0`; undefined when it leads nowhere. A part that is
 * no key as text is tried as what it means in YAML; in a list, maps are entered before items are counted.
 */
export function walk(data: Value, path: readonly string[]): Value | undefined {
  let here: Value | undefined = data;
  for (const part of path) {
    if (isList(here)) here = stepIntoList(here, part);
    else if (isDict(here)) here = here.has(part) ? here.get(part) : stepByTypedKey(here, part);
    else return undefined;
    if (here === undefined) return undefined;
  }
  return here;
}

/** Maps inside a list come first, with the part as text or as int; else the part counts the items. */
function stepIntoList(list: readonly Value[], part: string): Value | undefined {
  const isIndex = /^\s*[-+]?\d+(?:_\d+)*\s*$/.test(part);
  const index = isIndex ? Number(part.replaceAll("_", "")) : undefined;
  for (const item of list) {
    const found = isDict(item) ? lookUp(item, index ?? part) : undefined;
    if (found !== undefined) return found;
  }
  return index === undefined ? undefined : list.at(index);
}

/** A key that is no text is found by what its text means in YAML, e.g. `80` or `1.5`. */
function stepByTypedKey(dict: Dict, part: string): Value | undefined {
  const key = parseYamlArgumentNow(part);
  return key === part || isList(key) || isDict(key) ? undefined : lookUp(dict, key);
}

/** Python's equality of keys: `1`, `1.0` and `True` are one key. */
function lookUp(dict: Dict, key: Value): Value | undefined {
  const direct = dict.get(key);
  if (direct !== undefined) return direct;
  const wanted = numberOf(key);
  if (wanted === undefined) return undefined;
  for (const [other, value] of dict) {
    if (numberOf(other) === wanted) return value;
  }
  return undefined;
}

function numberOf(key: Value): number | undefined {
  return isInt(key) || isFloat(key) || typeof key === "boolean" ? Number(key) : undefined;
}
