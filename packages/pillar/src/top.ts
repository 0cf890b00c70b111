/**
 * The pillar's top file: which SLS a minion gets.
 */
import type { Dict, Logger, MutableDict, Value } from "@salt/core";
import { errorText, getString, isDict, isInt, isList, isTruthy, pythonStr } from "@salt/core";
import { pillarRoots } from "./pillar-opts.js";
import type { SlsReader } from "./sls-reader.js";

/** What a target of the top file gets: maps such as `match: grain`, then names of SLS. */
export type TopEntry = readonly (Dict | string)[];

/** Targets by environment, in the order in which they count. */
export interface Top {
  readonly targets: ReadonlyMap<string, ReadonlyMap<string, TopEntry>>;
  /** SLS that may be missing, by environment. */
  readonly optional: ReadonlyMap<string, readonly string[]>;
  readonly errors: readonly string[];
}

/** What reading the top files needs. */
export interface TopParts {
  readonly opts: Dict;
  readonly reader: SlsReader;
  readonly log: Logger;
  /** The environment for states that was asked for. */
  readonly saltenv: string | undefined;
}

/** A sentence of Salt for a top file whose parts have the wrong types. */
const MISSHAPEN = "Error encountered while rendering pillar top file.";

/** Reads and merges the top files of all environments that count. Never throws: what is wrong stands in `errors`. */
export async function readTop(parts: TopParts): Promise<Top> {
  const errors: string[] = [];
  const tops = await readTops(parts, errors);
  const merged = mergeTops(tops);
  if (merged === undefined)
    return { targets: new Map(), optional: new Map(), errors: [...errors, MISSHAPEN] };
  return { ...merged, errors };
}

/** The environments whose top files are read. */
function topEnvironments({ opts, reader, saltenv }: TopParts): readonly string[] {
  const pillarenv = getString(opts, "pillarenv") ?? "";
  if (pillarenv !== "") return pillarRoots(opts).has(pillarenv) ? [pillarenv] : [];
  const all = reader.files.environments;
  if (getString(opts, "pillar_source_merging_strategy") !== "none") return all;
  return all.filter((name) => name === (saltenv || "base"));
}

/** The top files in order, those that they include after all of them. */
async function readTops(parts: TopParts, errors: string[]): Promise<readonly Value[]> {
  const { opts, reader, log } = parts;
  const tops: Value[] = [];
  const includes: (readonly [string, string])[] = [];
  try {
    for (const saltenv of topEnvironments(parts)) {
      const file = await reader.files.read(getString(opts, "state_top") ?? "", saltenv);
      if (file === undefined) continue;
      const top = await reader.data(file, { saltenv });
      tops.push(top);
      for (const sls of includesOf(top)) includes.push([saltenv, sls]);
    }
  } catch (error) {
    errors.push(`Rendering Primary Top file failed, render error:\n${errorText(error)}`);
    log.error({ reason: firstLine(error) }, "The top file of the pillar cannot be rendered");
  }
  return [...tops, ...(await includedTops(includes, reader, errors))];
}

function includesOf(top: Value): readonly string[] {
  const include = isDict(top) ? top.get("include") : undefined;
  return isList(include) ? include.map(pythonStr) : [];
}

/** Includes of included top files are not followed, as in Salt. */
async function includedTops(
  includes: readonly (readonly [string, string])[],
  reader: SlsReader,
  errors: string[],
): Promise<readonly Value[]> {
  const tops: Value[] = [];
  const done = new Set<string>();
  for (const [saltenv, sls] of includes) {
    if (done.has(`${saltenv}:${sls}`)) continue;
    done.add(`${saltenv}:${sls}`);
    try {
      const file = await reader.files.sls(sls, saltenv);
      if (file !== undefined) tops.push(await reader.data(file, { saltenv }));
    } catch (error) {
      errors.push(`Rendering Top file ${sls} failed, render error:\n${errorText(error)}`);
    }
  }
  return tops;
}

/** All top files as one; undefined when one of them has not the form of a top file. */
function mergeTops(tops: readonly Value[]): Omit<Top, "errors"> | undefined {
  const targets = new Map<string, Map<string, { readonly entry: TopEntry; readonly order: bigint }>>();
  const optional = new Map<string, string[]>();
  for (const top of tops) {
    if (!isDict(top)) return undefined;
    for (const [saltenv, body] of top) {
      if (saltenv === "include") continue;
      if (!isDict(body)) return undefined;
      const env = pythonStr(saltenv);
      const known = targets.get(env) ?? new Map();
      targets.set(env, known);
      for (const [target, given] of body) {
        const read = readEntry(given);
        if (read === undefined) return undefined;
        known.set(pythonStr(target), read);
        if (read.isOptional) optional.set(env, [...(optional.get(env) ?? []), ...read.names]);
      }
    }
  }
  return { targets: new Map([...targets].map(([env, body]) => [env, sorted(body)])), optional };
}

interface ReadEntry {
  readonly entry: TopEntry;
  readonly names: readonly string[];
  readonly order: bigint;
  readonly isOptional: boolean;
}

/** One target's list. A text is a list of its characters, as Python sees it. */
function readEntry(given: Value): ReadEntry | undefined {
  if (typeof given !== "string" && !isList(given) && !isDict(given)) return undefined;
  const items: readonly Value[] = isDict(given) ? [...given.keys()] : [...given];
  const maps = items.filter((item) => isDict(item));
  const names = [...new Set(items.filter((item) => typeof item === "string"))];
  let order = 0n;
  for (const map of maps) {
    const found = map.get("order");
    if (found === undefined) continue;
    const read = orderOf(found);
    if (read === undefined) return undefined;
    order = read;
  }
  const isOptional = maps.some((map) => isTruthy(map.get("ignore_missing")));
  return { entry: [...maps.filter((map) => map.has("match")), ...names], names, order, isOptional };
}

/** An order as Python's `int` reads it: 0 for a text that is none, undefined for what has no such form. */
function orderOf(value: Value): bigint | undefined {
  if (isInt(value)) return BigInt(value);
  if (typeof value === "number") return BigInt(Math.trunc(value));
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "string")
    return /^\s*[+-]?\d+\s*$/.test(value) ? BigInt(value.trim().replace("+", "")) : 0n;
  return undefined;
}

function sorted(
  body: ReadonlyMap<string, { readonly entry: TopEntry; readonly order: bigint }>,
): ReadonlyMap<string, TopEntry> {
  const rows = [...body].sort(([, a], [, b]) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
  return new Map(rows.map(([target, { entry }]) => [target, entry]));
}

/** The first line of an error: what follows it in rendering errors is an excerpt, which may hold secrets. */
export function firstLine(error: unknown): string {
  return errorText(error).trimStart().split("\n", 1)[0] ?? "";
}

/** The top as `pillar.show_top` shows it. */
export function topAsData(top: Top): Dict {
  const shown: MutableDict = new Map();
  for (const [saltenv, body] of top.targets) shown.set(saltenv, new Map<Value, Value>(body));
  return shown;
}
