/**
 * Names of files for and from programs that pack.
 */
import type { Plain, Value } from "@salt/core";
import { isInt, isList, pythonStr } from "@salt/core";
import { splitLines } from "../../text/lines.js";
import { globPaths } from "../file-functions/paths.js";
import { plainName } from "../program/run-program.js";

/** After so many names a list is trimmed when nothing else is said. */
const TRIMMED_TO = 100;

/** A list, or a text with commas. */
export function namesOf(value: Value): readonly string[] {
  if (value === null) return [];
  if (isList(value)) return value.map(pythonStr);
  return pythonStr(value)
    .split(",")
    .map((part) => part.trim());
}

/**
 * The files that are meant, with patterns resolved. Throws SaltInvocationError for a name that begins with a dash; one
 * that a pattern found is made a path.
 */
export function sourceFiles(value: Value): readonly string[] {
  return namesOf(value).flatMap((name) => {
    plainName(name, "sources");
    return globPaths(name).length === 0 && !/[*?[]/.test(name) ? [name] : globPaths(name).map(asPath);
  });
}

function asPath(found: string): string {
  return found.startsWith("-") ? `./${found}` : found;
}

/** The lines that a program printed. */
export function linesFrom(output: Value): readonly string[] {
  return splitLines(pythonStr(output));
}

/** A list of names, shortened when that is asked for by true or a number. */
export function trimmed(names: readonly string[], trim: Value): Plain {
  if (trim === false) return names;
  const count = isInt(trim) ? Number(trim) : TRIMMED_TO;
  return names.length > count ? [...names.slice(0, count), `List trimmed after ${count} files.`] : names;
}
