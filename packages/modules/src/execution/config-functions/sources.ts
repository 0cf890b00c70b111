/**
 * Where the functions of `config` look: options, grains, pillar, the master's options in the pillar, and presets.
 */
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import { getDict, isDict, isList, matchGlob, mergeDicts } from "@salt/core";
import { traverse } from "../../values/traverse.js";
import { presets } from "./presets.js";

/** Which places are left out. */
export interface Omissions {
  readonly omit_opts: boolean;
  readonly omit_grains: boolean;
  readonly omit_pillar: boolean;
  readonly omit_master: boolean;
}

const EMPTY: Dict = new Map();

/** The master's options, where the master puts them into the pillar. */
export function masterOptions(context: ExecutionContext): Dict {
  return getDict(context.pillar, "master") ?? EMPTY;
}

/** The places in which a name is looked up, first the ones that win. */
export function sourcesOf(context: ExecutionContext, omit: Omissions): readonly Dict[] {
  const places: readonly (readonly [boolean, Dict])[] = [
    [omit.omit_opts, context.opts],
    [omit.omit_grains, context.grains],
    [omit.omit_pillar, context.pillar],
    [omit.omit_master, masterOptions(context)],
  ];
  return [...places.flatMap(([omitted, place]) => (omitted ? [] : [place])), presets];
}

/** The first value of a name or path. */
export function firstOf(sources: readonly Dict[], key: Value, delimiter: string): Value | undefined {
  for (const source of sources) {
    const found = traverse(source, key, delimiter);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All options whose name a glob means, each from the place that wins. */
export function allMatching(sources: readonly Dict[], pattern: string): Dict {
  const found: MutableDict = new Map();
  for (const source of sources.toReversed()) {
    for (const [name, value] of source) {
      if (typeof name === "string" && matchGlob(pattern, name)) found.set(name, value);
    }
  }
  return found;
}

/** One map of all places; with `recurse` maps of one name are merged, else the winning one replaces the others. */
export function mergedSources(sources: readonly Dict[], recurse: boolean): Dict {
  if (!recurse) return new Map(sources.toReversed().flatMap((source) => [...source]));
  return sources.toReversed().reduce((under, over) => mergeDicts(under, over));
}

/** The values of one name, joined: maps are merged, lists put one after another, and a text ends the search. */
export function joinedValues(values: readonly (Value | undefined)[]): Value | undefined {
  let joined: Value | undefined;
  for (const value of values) {
    if (value === undefined) continue;
    if (joined === undefined) joined = value;
    else if (isDict(joined) && isDict(value)) joined = new Map<Value, Value>([...value, ...joined]);
    else if (isList(joined) && isList(value)) joined = [...joined, ...value];
    if (typeof joined === "string") return joined;
  }
  return joined;
}
