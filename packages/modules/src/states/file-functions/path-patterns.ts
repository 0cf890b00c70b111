/**
 * Patterns that choose paths: globs, and regular expressions after `E@`.
 */
import type { Value } from "@salt/core";
import { isList, isTruthy, matchGlob, PythonRegex, pythonStr } from "@salt/core";
import { timeBound } from "../../python/time-bound.js";

/** Whether a path is among those to be included and not among those to be left out; nothing given: it is. */
export function isChosen(path: string, include: Value, exclude: Value): boolean {
  if (isTruthy(include) && !matchesAny(path, include)) return false;
  return !isTruthy(exclude) || !matchesAny(path, exclude);
}

function matchesAny(path: string, patterns: Value): boolean {
  return (isList(patterns) ? patterns : [patterns]).some((pattern) => matches(path, pythonStr(pattern)));
}

function matches(path: string, pattern: string): boolean {
  if (!pattern.startsWith("E@")) return matchGlob(pattern, path);
  const regex = new PythonRegex(pattern.slice(2));
  return timeBound(() => regex.search(path));
}
