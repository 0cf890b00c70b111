/**
 * What Python calls the types of values.
 */
import { Float } from "@salt/core";
import { PySet } from "./set.js";
import {
  DictView,
  Markup,
  OrderedDict,
  PyFunction,
  PyIterator,
  PyObject,
  PyRange,
  Tuple,
  Undefined,
  type Val,
} from "./types.js";

/** `type(value).__name__`. */
export function typeName(value: Val): string {
  if (value === null || value === undefined) return "NoneType";
  switch (typeof value) {
    case "string":
      return "str";
    case "boolean":
      return "bool";
    case "bigint":
      return "int";
    case "number":
      return Number.isInteger(value) ? "int" : "float";
    default:
      return objectTypeName(value);
  }
}

function objectTypeName(value: Val): string {
  if (value instanceof Float) return "float";
  if (value instanceof Tuple) return "tuple";
  if (Array.isArray(value)) return "list";
  if (value instanceof OrderedDict) return "OrderedDict";
  if (value instanceof Map) return "dict";
  if (value instanceof Markup) return "Markup";
  if (value instanceof Uint8Array) return "bytes";
  if (value instanceof PySet) return value.frozen ? "frozenset" : "set";
  if (value instanceof PyRange) return "range";
  if (value instanceof PyIterator) return value.typeName;
  if (value instanceof DictView) return `dict_${value.kind}`;
  if (value instanceof Undefined) return value.strict ? "StrictUndefined" : "Undefined";
  if (value instanceof PyFunction) return value.kind;
  if (value instanceof PyObject) return value.typeName;
  if (value instanceof Date) return "datetime";
  return "object";
}

/** The type as `str(type(value))` shows it: `<class 'int'>`. */
export function classText(value: Val): string {
  return `<class '${qualifiedTypeName(value)}'>`;
}

/** The type's name with its module, except for Python's builtins. */
export function qualifiedTypeName(value: Val): string {
  if (value instanceof Markup) return "markupsafe.Markup";
  if (value instanceof OrderedDict) return "collections.OrderedDict";
  if (value instanceof Undefined) return `jinja2.runtime.${typeName(value)}`;
  if (value instanceof PyObject) return value.qualifiedName();
  if (value instanceof Date) return "datetime.datetime";
  return typeName(value);
}

/** How Jinja2 names the owner of an attribute that is not there: `None`, `list object`, `a.b.C object`. */
export function ownerText(value: Val): string {
  return value === null || value === undefined ? "None" : `${qualifiedTypeName(value)} object`;
}
