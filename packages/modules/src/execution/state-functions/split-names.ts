/**
 * Names in an argument, as a list or with commas between them.
 */
import type { Value } from "@salt/core";
import { isList, pythonStr } from "@salt/core";

/** The names of an argument. */
export function splitNames(given: Value): readonly string[] {
  if (isList(given)) return given.map(pythonStr);
  return pythonStr(given)
    .split(",")
    .map((name) => name.trim());
}
