/**
 * Values on their way from a template to a function.
 */
import type { Dict, Value } from "@salt/core";
import { Float, isDict } from "@salt/core";
import { failUndefined, Markup, maybeIterate, PyDate, PyObject, PySet, str, Undefined } from "@salt/jinja";

const SIMPLE: ReadonlySet<string> = new Set(["string", "boolean", "number", "bigint"]);

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
  return isCallList(list) ? list : list.map(toCallValue);
}

function isCallList(list: readonly unknown[]): list is readonly Value[] {
  return list.every(isCallValue);
}

function dictValue(dict: ReadonlyMap<unknown, unknown>): Value {
  if (isCallDict(dict)) return dict;
  const out = new Map<Value, Value>();
  for (const [key, value] of dict) out.set(toCallValue(key), toCallValue(value));
  return out;
}

function isCallDict(dict: ReadonlyMap<unknown, unknown>): dict is Dict {
  for (const key of dict.keys()) if (!isCallValue(key)) return false;
  for (const value of dict.values()) if (!isCallValue(value)) return false;
  return true;
}

/** Whether a value is what functions take, with everything in it. Nothing is copied to find out. */
function isCallValue(value: unknown): value is Value {
  if (value === null) return true;
  if (typeof value !== "object") return SIMPLE.has(typeof value);
  if (Array.isArray(value)) return isCallList(value);
  if (value instanceof Map) return isCallDict(value);
  return value instanceof Float || value instanceof Uint8Array || value instanceof Date;
}
