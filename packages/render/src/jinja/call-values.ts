/**
 * Values on their way from a template to a function.
 */
import type { Value } from "@salt/core";
import { Float, isDict } from "@salt/core";
import { failUndefined, Markup, maybeIterate, PyDate, PyObject, PySet, str, Undefined } from "@salt/jinja";

/**
 * A template's value as functions take it. Lists and dicts that need no change stay the same objects, because there
 * are functions that change what they are given. Throws the error of an undefined value.
 */
export function toCallValue(value: unknown): Value {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case "string":
    case "boolean":
    case "number":
    case "bigint":
      return value;
    default:
      return objectValue(value);
  }
}

function objectValue(value: unknown): Value {
  if (value instanceof Float || value instanceof Uint8Array || value instanceof Date) return value;
  if (value instanceof Markup) return value.text;
  if (value instanceof Undefined) return value.strict ? failUndefined(value) : "";
  if (Array.isArray(value)) return listValue(value);
  if (isDict(value)) return dictValue(value);
  if (value instanceof PyDate) return str(value);
  const items = value instanceof PyObject && !(value instanceof PySet) ? undefined : maybeIterate(value);
  return items === undefined ? str(value) : Array.from(items, toCallValue);
}

function listValue(list: readonly unknown[]): Value {
  const items = list.map(toCallValue);
  return isSame(list, items) ? list : items;
}

function isSame(list: readonly unknown[], items: readonly Value[]): list is readonly Value[] {
  return items.every((item, index) => item === list[index]);
}

function dictValue(dict: ReadonlyMap<unknown, unknown>): Value {
  const out = new Map<Value, Value>();
  let same = true;
  for (const [key, value] of dict) {
    const [newKey, newValue] = [toCallValue(key), toCallValue(value)];
    same = same && newKey === key && newValue === value;
    out.set(newKey, newValue);
  }
  return same && isDict(dict) ? dict : out;
}
