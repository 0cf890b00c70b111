/**
 * Values and types as they are shown in Salt's texts about state data, whose maps are Python's OrderedDict.
 */
import type { Value } from "@salt/core";
import { isDict, isFloat, isInt, isList, pythonRepr } from "@salt/core";

/** The name of a value's type. */
export function typeName(value: Value): string {
  if (value === null) return "NoneType";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "str";
  if (isInt(value)) return "int";
  if (isFloat(value)) return "float";
  if (isList(value)) return "list";
  if (isDict(value)) return "OrderedDict";
  return value instanceof Uint8Array ? "bytes" : "datetime";
}

/** A value's `repr`. */
export function shownRepr(value: Value): string {
  if (isList(value)) return `[${value.map(shownRepr).join(", ")}]`;
  if (!isDict(value)) return pythonRepr(value);
  if (value.size === 0) return "OrderedDict()";
  return `OrderedDict([${[...value].map(([key, item]) => `(${shownRepr(key)}, ${shownRepr(item)})`).join(", ")}])`;
}

/** A value's `str`. */
export function shown(value: Value): string {
  return typeof value === "string" ? value : shownRepr(value);
}
