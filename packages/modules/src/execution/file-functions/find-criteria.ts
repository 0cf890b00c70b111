/**
 * The criteria of `file.find`: which files it gives.
 */
import type { Stats } from "node:fs";
import { readFileSync } from "node:fs";
import type { Value } from "@salt/core";
import { PythonRegex, pythonStr } from "@salt/core";
import { gidOf, uidOf } from "./accounts.js";
import { joinPaths } from "./paths.js";
import { textOf } from "./text-file.js";

/** A file that is looked at; its facts are asked of the system when a criterion needs them. */
export interface Candidate {
  readonly directory: string;
  readonly name: string;
  readonly stat: () => Stats;
}

/** A condition; those of lower cost are tried first. */
export interface Criterion {
  readonly cost: 1 | 2 | 3;
  readonly fits: (file: Candidate) => boolean;
}

/** An option of `file.find` that makes no sense; the text is part of the answer. */
export class FindFault extends TypeError {}

const FACTORS: Readonly<Record<string, number>> = { b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };
const SECONDS = [604_800, 86_400, 3600, 60, 1];
const INTERVAL =
  /^\s*([+-]?)(?:(\d+(?:\.\d*)?)\s*[wW])?\s*(?:(\d+(?:\.\d*)?)\s*[dD])?\s*(?:(\d+(?:\.\d*)?)\s*[hH])?\s*(?:(\d+(?:\.\d*)?)\s*[mM])?\s*(?:(\d+(?:\.\d*)?)\s*[sS])?\s*$/;

/** The letter of a file's type. */
export function typeLetter(stat: Stats): string {
  if (stat.isFile()) return "f";
  if (stat.isDirectory()) return "d";
  if (stat.isSymbolicLink()) return "l";
  if (stat.isBlockDevice()) return "b";
  if (stat.isCharacterDevice()) return "c";
  if (stat.isFIFO()) return "p";
  return stat.isSocket() ? "s" : "?";
}

/** The criterion of an option; undefined for an option that is none. Throws FindFault. */
export function criterionOf(key: string, given: Value): Criterion | undefined {
  const value = pythonStr(given);
  if (key === "name" || key === "iname") return byName(globPattern(value), key === "iname");
  if (key === "regex" || key === "iregex") return byName(value, key === "iregex");
  if (key === "type") return byType(value);
  if (key === "owner") return byId(value, "user", uidOf, (stat) => stat.uid);
  if (key === "group") return byId(value, "group", gidOf, (stat) => stat.gid);
  if (key === "size") return bySize(value);
  if (key === "mtime") return byTime(value);
  return key === "grep" ? byContents(value) : undefined;
}

/** Files of some types, named by letters. Throws FindFault for other letters. */
export function byType(value: string): Criterion {
  const letters = value.replace(/[\s,]/g, "");
  const wrong = [...letters].find((letter) => !"bcdflps".includes(letter));
  if (wrong !== undefined) throw new FindFault(`invalid file type "${wrong}"`);
  return { cost: 2, fits: ({ stat }) => letters.includes(typeLetter(stat())) };
}

/** Only `*`, `?` and the dot are read as in file names; `?` also fits nothing, as in Salt. */
function globPattern(value: string): string {
  return `${value.replaceAll(".", "\\.").replaceAll("?", ".?").replaceAll("*", ".*")}$`;
}

function byName(pattern: string, ignoreCase: boolean): Criterion {
  const regex = compiled(pattern, ignoreCase);
  return { cost: 1, fits: ({ name }) => regex.match(name) };
}

function compiled(pattern: string, ignoreCase = false): PythonRegex {
  try {
    return new PythonRegex(pattern, { ignoreCase });
  } catch {
    throw new FindFault(`invalid regular expression: "${pattern}"`);
  }
}

function byId(
  value: string,
  what: string,
  idOf: (name: string) => number | "",
  of: (stat: Stats) => number,
): Criterion {
  const ids = value
    .split(/[\s,]+/)
    .filter((name) => name !== "")
    .map((name) => {
      const id = /^\d+$/.test(name) ? Number(name) : idOf(name);
      if (id === "") throw new FindFault(`no such ${what} "${name}"`);
      return id;
    });
  return { cost: 2, fits: ({ stat }) => ids.includes(of(stat())) };
}

function bySize(value: string): Criterion {
  const found = /^\s*([+-]?)\s*(\d+(?:\.\d*)?)\s*([bkmgtBKMGT]?)\s*$/.exec(value);
  if (found === null) throw new FindFault(`invalid size: "${value}"`);
  const [, sign = "", number = "", unit = ""] = found;
  const factor = FACTORS[unit.toLowerCase()] ?? 1;
  const size = Math.trunc(Number(number) * factor);
  const low = sign === "-" ? 0 : size;
  const high = sign === "-" ? size : sign === "+" ? Number.MAX_SAFE_INTEGER : size + factor - 1;
  return { cost: 2, fits: ({ stat }) => stat().size >= low && stat().size <= high };
}

function byTime(value: string): Criterion {
  const found = INTERVAL.exec(value);
  if (found === null) throw new FindFault(`invalid time interval: '${value}'`);
  const [, sign, ...numbers] = found;
  const given = numbers.flatMap((number, at) =>
    number === undefined ? [] : [{ number, unit: SECONDS[at] ?? 1 }],
  );
  const seconds = given.reduce((sum, { number, unit }) => sum + Number(number) * unit, 0);
  const unit = given.at(-1)?.unit ?? 1;
  const limit = Date.now() / 1000 - Math.trunc(seconds / unit) * unit;
  return {
    cost: 2,
    fits: ({ stat }) => {
      const changed = Math.floor(stat().mtimeMs / 1000);
      return sign === "-" ? changed >= limit : changed <= limit;
    },
  };
}

function byContents(pattern: string): Criterion {
  const regex = compiled(pattern);
  return {
    cost: 3,
    fits: ({ directory, name, stat }) =>
      stat().isFile() && regex.search(textOf(readFileSync(joinPaths(directory, name)))),
  };
}
