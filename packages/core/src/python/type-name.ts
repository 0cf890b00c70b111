/**
 * Names of types as Python has them.
 */
import type { Value } from "../base/value.js";
import { isDict, isFloat, isInt, isList } from "../base/value.js";

/** The name of a value's type, e.g. `int`, `NoneType`. */
export function pythonType(value: Value): string {
  if (value === null) return "NoneType";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "str";
  if (isInt(value)) return "int";
  if (isFloat(value)) return "float";
  if (isList(value)) return "list";
  if (isDict(value)) return "dict";
  return value instanceof Uint8Array ? "bytes" : "datetime.datetime";
}
