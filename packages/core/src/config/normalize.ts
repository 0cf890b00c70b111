/**
 * Older and looser forms of options that Salt takes too, brought into the form of the tables.
 */
import type { Value } from "../base/value.js";
import { isDict, isList } from "../base/value.js";

/** The value of an option in the form its table row expects. */
export function normalizeOption(name: string, value: Value): Value {
  if (typeof value === "string" && (name === "hash_type" || name === "log_level")) return value.toLowerCase();
  return name === "nodegroups" ? mergedMaps(value) : value;
}

/** Nodegroups may also be a list of maps with one name each. */
function mergedMaps(value: Value): Value {
  if (!isList(value) || !value.every(isDict)) return value;
  return new Map(value.flatMap((each) => [...each]));
}
