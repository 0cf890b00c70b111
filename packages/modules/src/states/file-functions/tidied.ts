/**
 * `file.tidied`: removes what is old or large.
 */
import { lstatSync, readdirSync, statSync } from "node:fs";
import type { Args, Value } from "@salt/core";
import {
  CommandExecutionError,
  isList,
  isTrial,
  isTruthy,
  maybe,
  needed,
  PythonRegex,
  pythonStr,
} from "@salt/core";
import { expandUser, isDirectory, isLink, joinPaths } from "../../execution/file-functions/paths.js";
import { timeBound } from "../../python/time-bound.js";
import { done, failed, fileState, planned, requireAbsolute } from "./answer.js";

const params = {
  name: needed.str("The directory."),
  age: maybe.int(0, "From how many days on something is old."),
  matches: maybe.any(null, "Regular expressions for the names; any name where not given."),
  rmdirs: maybe.bool(false, "Remove directories, too."),
  size: maybe.any(0, "From which size on something is large: bytes, or a text such as `10m`."),
  exclude: maybe.any(null, "Regular expressions for names that are left."),
  full_path_match: maybe.bool(false, "Match whole paths rather than names."),
  followlinks: maybe.bool(false, "Go into directories that links lead to."),
  time_comparison: maybe.any("atime", "Which time counts: `atime`, `mtime` or `ctime`."),
  age_size_logical_operator: maybe.str("OR", "Whether `age` and `size` must both be met: `AND` or `OR`."),
  age_size_only: maybe.str(null, "Look at one of them alone: `age` or `size`."),
  rmlinks: maybe.bool(true, "Remove links, too."),
} as const;

type Limits = Args<typeof params>;

export const tidiedStates = {
  tidied: fileState({
    doc: "Removes files from a directory that are old or large.",
    params,
    varkw: "kwargs",
    run: async (args, context) => {
      const name = expandUser(args.name);
      requireAbsolute(name);
      if (!isDirectory(name)) return failed(name, `${name} does not exist or is not a directory.`);
      const chosen = chooser(args);
      const found = [...entriesBelow(name, args.followlinks)].filter(chosen);
      if (found.length === 0) return done(name, `Nothing to remove from directory ${name}`);
      if (isTrial(context)) return planned(name, `${name} is set for tidy`, { removed: found });
      const removed: string[] = [];
      for (const path of found) {
        try {
          await context.call("file.remove", [path]);
        } catch (error) {
          if (!(error instanceof CommandExecutionError)) throw error;
          return failed(name, error.message, { removed });
        }
        removed.push(path);
      }
      return done(name, `Removed ${found.length} files or directories from directory ${name}`, { removed });
    },
  }),
};

/** All below a directory, what is deeper first; files before directories. */
function* entriesBelow(top: string, followLinks: boolean): Generator<string> {
  const paths = readdirSync(top).map((entry) => joinPaths(top, entry));
  const directories = paths.filter((path) => isDirectory(path));
  for (const path of directories) if (followLinks || !isLink(path)) yield* entriesBelow(path, followLinks);
  yield* paths.filter((path) => !directories.includes(path));
  yield* directories;
}

function chooser(limits: Limits): (path: string) => boolean {
  const patterns = (given: Value, fallback: readonly string[]): readonly PythonRegex[] =>
    (isList(given) ? given.map(pythonStr) : fallback).map((text) => new PythonRegex(text));
  const [wanted, unwanted] = [patterns(limits.matches, [".*"]), patterns(limits.exclude, [])];
  const size = bytesOf(limits.size);
  const isNamed = (path: string): boolean => {
    const text = limits.full_path_match ? path : path.slice(path.lastIndexOf("/") + 1);
    return timeBound(
      () => wanted.some((regex) => regex.match(text)) && !unwanted.some((regex) => regex.match(text)),
    );
  };
  return (path) => isOver(path, limits, size) && isNamed(path);
}

/** Whether a file is old or large, and may be removed. What has gone in the meantime may not. */
function isOver(path: string, limits: Limits, size: number): boolean {
  const link = lstatSync(path, { throwIfNoEntry: false });
  const stat = link?.isSymbolicLink() === true ? link : statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return false;
  if (stat.isSymbolicLink() ? !limits.rmlinks : stat.isDirectory() && !limits.rmdirs) return false;
  const isLarge = (stat.isSymbolicLink() || stat.isDirectory() ? 0 : stat.size) >= size;
  const isOld = daysSince(stat[timeOf(limits)]) >= (limits.age ?? 0);
  const only = limits.age_size_only?.toLowerCase();
  if (only === "age") return isOld;
  if (only === "size") return isLarge;
  return limits.age_size_logical_operator?.toUpperCase() === "AND" ? isLarge && isOld : isLarge || isOld;
}

function timeOf({ time_comparison }: Limits): "atime" | "mtime" | "ctime" {
  const word = typeof time_comparison === "string" ? time_comparison.toLowerCase() : "";
  return word === "mtime" || word === "ctime" ? word : "atime";
}

const MS_PER_DAY = 86_400_000;

/** How many days of the calendar lie between a time and today. */
function daysSince(time: Date): number {
  const dayOf = (date: Date): number => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.abs(Math.round((dayOf(new Date()) - dayOf(time)) / MS_PER_DAY));
}

const POWERS = "bkmgtpezy";

/** Bytes of a size such as `10MiB`; decimal where the unit says so (`10MB`), binary for `10M`. */
function bytesOf(size: Value): number {
  if (typeof size !== "string") return Number(pythonStr(size)) || 0;
  const found = /^\s*(\d*\.?\d*)\s*([a-z]?)(i?b)?\s*$/i.exec(size);
  if (found === null || !isTruthy(found[1])) return 0;
  const [, digits = "", unit = "", tail = ""] = found;
  const base = tail.toLowerCase() === "b" ? 1000 : 1024;
  return Math.trunc(Number(digits) * base ** Math.max(0, POWERS.indexOf(unit.toLowerCase() || "b")));
}
