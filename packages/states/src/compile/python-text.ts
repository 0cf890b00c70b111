/**
 * Values and types as they are shown in Salt's texts about state data, whose maps are Python's OrderedDict.
 */
import type { Value } from "@salt/core";
import { isDict, isList, pythonRepr, pythonType } from "@salt/core";

/** The name of a value's type; maps of state data are ordered ones, and times are called by their class alone. */
export function typeName(value: Value): string {
  return isDict(value) ? "OrderedDict" : pythonType(value).replace(/^datetime\./, "");
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
