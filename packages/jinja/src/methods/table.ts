/**
 * The attributes of values of built-in types.
 */
import { Float } from "@salt/core";
import { PySet } from "../value/set.js";
import {
  ABSENT,
  isNumeric,
  isText,
  Markup,
  OrderedDict,
  PyFunction,
  Tuple,
  textOf,
  Undefined,
  type Val,
} from "../value/types.js";
import { bytesMethod } from "./bytes-methods.js";
import { dateAttribute } from "./date-methods.js";
import { DICT_METHODS, ORDERED_DICT_METHODS } from "./dict-methods.js";
import { LIST_METHODS, TUPLE_METHODS } from "./list-methods.js";
import { markupMethod } from "./markup-methods.js";
import type { Method } from "./method.js";
import { numberAttribute } from "./number-methods.js";
import { SET_METHODS } from "./set-methods.js";
import { STRING_METHODS } from "./string-methods.js";

type Table<T> = ReadonlyMap<string, Method<T>>;

function fromTable<T>(table: Table<T>, self: T, name: string): Val {
  return fromMethod(table.get(name), self, name);
}

function fromMethod<T>(found: Method<T> | undefined, self: T, name: string): Val {
  if (found === undefined) return ABSENT;
  return new PyFunction(name, (args, kwargs) => found(self, args, kwargs));
}

/** An attribute or bound method of a value, or ABSENT. */
export function methodOf(value: Val, name: string): Val {
  if (typeof value === "string") return fromTable(STRING_METHODS, value, name);
  if (value instanceof OrderedDict && ORDERED_DICT_METHODS.has(name)) {
    return fromTable(ORDERED_DICT_METHODS, value, name);
  }
  if (value instanceof Map) return fromTable(DICT_METHODS, value, name);
  if (value instanceof Tuple) return fromTable(TUPLE_METHODS, value, name);
  if (Array.isArray(value)) return fromTable(LIST_METHODS, value, name);
  if (value instanceof PySet) return fromTable(SET_METHODS, value, name);
  if (value instanceof Uint8Array) return fromMethod(bytesMethod(name), value, name);
  if (value instanceof Markup) return markupMethod(value, name);
  if (value instanceof Date) return dateAttribute(value, name);
  if (isNumeric(value) || value instanceof Float) return numberAttribute(value, name);
  return value instanceof Undefined || !isText(value)
    ? ABSENT
    : fromTable(STRING_METHODS, textOf(value), name);
}
