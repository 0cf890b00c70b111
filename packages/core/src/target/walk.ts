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
  return makeWalk(path)(data);
}

/** Reads a path once, to be followed in many data. What its parts mean is kept in `known`, for further paths. */
export function makeWalk(
  path: readonly string[],
  known = new Map<string, PathStep>(),
): (data: Value) => Value | undefined {
  const steps = path.map((part) => {
    const step = known.get(part) ?? new PathStep(part);
    known.set(part, step);
    return step;
  });
  return (data) => {
    let here: Value | undefined = data;
    for (const step of steps) {
      here = step.from(here);
      if (here === undefined) return undefined;
    }
    return here;
  };
}

/** One part of a path, with all it may mean. */
export class PathStep {
  readonly #part: string;
  /** The part as a place in a list. */
  readonly #index: number | undefined;
  /** What it means in YAML; worked out when it is first needed. */
  #typed: { readonly key: Value } | undefined;

  constructor(part: string) {
    this.#part = part;
    const isIndex = /^\s*[-+]?\d+(?:_\d+)*\s*$/.test(part);
    this.#index = isIndex ? Number(part.replaceAll("_", "")) : undefined;
  }

  /** What lies there; undefined when nothing does. */
  from(here: Value): Value | undefined {
    if (isList(here)) return this.#fromList(here);
    if (!isDict(here)) return undefined;
    return here.get(this.#part) ?? (here.has(this.#part) ? null : this.#byTypedKey(here));
  }

  /** Maps inside a list come first, with the part as text or as int; else the part counts the items. */
  #fromList(list: readonly Value[]): Value | undefined {
    for (const item of list) {
      const found = isDict(item) ? lookUp(item, this.#index ?? this.#part) : undefined;
      if (found !== undefined) return found;
    }
    return this.#index === undefined ? undefined : list.at(this.#index);
  }

  /** A key that is no text is found by what its text means in YAML, e.g. `80` or `1.5`. */
  #byTypedKey(dict: Dict): Value | undefined {
    this.#typed ??= { key: parseYamlArgumentNow(this.#part) };
    const { key } = this.#typed;
    return key === this.#part || isList(key) || isDict(key) ? undefined : lookUp(dict, key);
  }
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
