/**
 * What every value can be asked: its truth, its length, its items, and what it contains.
 */
import { Float } from "@salt/core";
import { dictHas } from "./dict.js";
import { equals } from "./equality.js";
import { typeError } from "./errors.js";
import { canonicalKey } from "./key.js";
import { PySet } from "./set.js";
import { codePoints, textLength } from "./text.js";
import { typeName } from "./type-name.js";
import {
  DictView,
  failUndefined,
  isInt,
  isText,
  Markup,
  PyIterator,
  PyObject,
  PyRange,
  textOf,
  Undefined,
  type Val,
} from "./types.js";

/** `bool(value)`. */
export function truth(value: Val): boolean {
  switch (typeof value) {
    case "boolean":
      return value;
    case "string":
      return value !== "";
    case "number":
      return value !== 0;
    case "bigint":
      return value !== 0n;
    default:
      return value !== null && value !== undefined && objectTruth(value);
  }
}

function objectTruth(value: Val): boolean {
  if (value instanceof Undefined) return value.strict ? failUndefined(value) : false;
  if (value instanceof Float) return value.value !== 0;
  if (value instanceof PyObject) return value.truth();
  return (sizeOf(value) ?? 1) > 0;
}

function sizeOf(value: Val): number | undefined {
  if (Array.isArray(value) || value instanceof Uint8Array || value instanceof PyRange) return value.length;
  if (value instanceof Map || value instanceof PySet) return value.size;
  if (value instanceof DictView) return value.dict.size;
  if (isText(value)) return textLength(textOf(value));
  if (value instanceof PyObject) return value.length();
  return undefined;
}

/** `len(value)`. Throws TypeError for what has none. */
export function length(value: Val): number {
  const size = sizeOf(value);
  if (size !== undefined) return size;
  if (value instanceof Undefined) return value.strict ? failUndefined(value) : 0;
  throw typeError(`object of type '${typeName(value)}' has no len()`);
}

/** Whether `value` has a length. */
export function hasLength(value: Val): boolean {
  return sizeOf(value) !== undefined || value instanceof Undefined;
}

/** The items of a value, or undefined when it has none to give. */
export function maybeIterate(value: Val): Iterable<Val> | undefined {
  if (Array.isArray(value)) return value;
  if (value instanceof Map) return new DictView("keys", value).items();
  if (typeof value === "string") return codePoints(value);
  if (value instanceof PyIterator) return value;
  if (value instanceof PyRange) return rangeItems(value);
  if (value instanceof PySet) return value.values();
  if (value instanceof DictView) return value.items();
  if (value instanceof Uint8Array) return value;
  if (value instanceof Markup) return codePoints(value.text);
  if (value instanceof Undefined) return value.strict ? failUndefined(value) : [];
  return value instanceof PyObject ? value.iterate() : undefined;
}

function* rangeItems(range: PyRange): Generator<number> {
  for (let index = 0; index < range.length; index++) yield range.at(index);
}

/** The items of a value. Throws TypeError for what cannot be walked. */
export function iterate(value: Val): Iterable<Val> {
  const items = maybeIterate(value);
  if (items === undefined) throw typeError(`'${typeName(value)}' object is not iterable`);
  return items;
}

/** `list(value)`: a new list. */
export function listOf(value: Val): Val[] {
  return Array.from(iterate(value));
}

/** `item in container`. */
export function contains(container: Val, item: Val): boolean {
  if (isText(container)) return textContains(textOf(container), item);
  if (container instanceof Map) return dictHas(container, item);
  if (Array.isArray(container)) return container.some((each) => isSame(each, item));
  if (container instanceof PySet) return container.members.has(canonicalKey(item));
  if (container instanceof Uint8Array) return bytesContain(container, item);
  if (container instanceof PyObject) {
    const answer = container.contains(item);
    if (answer !== undefined) return answer;
  }
  const items = maybeIterate(container);
  if (items === undefined) throw typeError(`argument of type '${typeName(container)}' is not iterable`);
  for (const each of items) if (isSame(each, item)) return true;
  return false;
}

function isSame(a: Val, b: Val): boolean {
  return (a === b && !(a instanceof Undefined)) || equals(a, b);
}

function textContains(text: string, item: Val): boolean {
  if (isText(item)) return text.includes(textOf(item));
  if (item instanceof Undefined && item.strict) failUndefined(item);
  throw typeError(`'in <string>' requires string as left operand, not ${typeName(item)}`);
}

function bytesContain(bytes: Uint8Array, item: Val): boolean {
  if (item instanceof Uint8Array) return Buffer.from(bytes).includes(Buffer.from(item));
  if (isInt(item)) return bytes.includes(Number(item));
  throw typeError(`a bytes-like object is required, not '${typeName(item)}'`);
}

/** A set of these items. Throws TypeError for unhashable ones. */
export function setOf(items: Iterable<Val>, frozen = false): PySet {
  const members = new Map<unknown, Val>();
  for (const item of items) {
    const key = canonicalKey(item);
    if (!members.has(key)) members.set(key, item);
  }
  return new PySet(members, frozen);
}
