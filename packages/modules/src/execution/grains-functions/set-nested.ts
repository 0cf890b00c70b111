/**
 * `grains.set`: changing a value somewhere inside a grain.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { isDict, isEqual, isList, pythonStr } from "@salt/core";
import { traverse } from "../../values/traverse.js";

/** What is to be set, and how much may be overwritten. */
export interface NestedChange {
  readonly key: string;
  readonly value: Value;
  readonly delimiter: string;
  /** Overwrite maps and lists. */
  readonly force: boolean;
  /** A value of null removes the key. */
  readonly destructive: boolean;
}

/** The whole grain that the change leads to, or why it is not made. */
export type NestedResult =
  | { readonly grain: string; readonly value: Value }
  | { readonly refusal: string }
  | { readonly unchanged: true };

/** Works out the grain that a change leads to; changes nothing. */
export function planChange(grains: Dict, change: NestedChange): NestedResult {
  const { key, value, delimiter, force, destructive } = change;
  const existing = traverse(grains, key, delimiter);
  const removes = value === null && destructive;
  if (existing !== undefined && isEqual(existing, value) && !removes) return { unchanged: true };
  if (existing !== undefined && existing !== null && !force) {
    const refusal = refusalFor(key, existing, value);
    if (refusal !== undefined) return { refusal };
  }
  return wrap(grains, change);
}

function refusalFor(key: string, existing: Value, value: Value): string | undefined {
  if (isNested(existing))
    return `The key '${key}' exists but is a dict or a list. Use 'force=True' to overwrite.`;
  if (!isNested(value)) return undefined;
  return `The key '${key}' exists and the given value is a dict or a list. Use 'force=True' to overwrite.`;
}

/** Puts the value into what is there, level by level, from the innermost key out. */
function wrap(grains: Dict, change: NestedChange): NestedResult {
  const parts = change.key.split(change.delimiter);
  let value = change.value;
  for (let count = parts.length - 1; count > 0; count--) {
    const outer = parts.slice(0, count).join(change.delimiter);
    const rest = parts[count] ?? "";
    const around = traverse(grains, outer, change.delimiter) ?? new Map<Value, Value>();
    const changed = putInto(around, rest, value, change);
    if (changed === undefined) {
      const refusal =
        `The key '${outer}' value is '${pythonStr(around)}', which is different from the provided key ` +
        `'${rest}'. Use 'force=True' to overwrite.`;
      return { refusal };
    }
    value = changed;
  }
  return { grain: parts[0] ?? change.key, value };
}

function putInto(around: Value, key: string, value: Value, change: NestedChange): Value | undefined {
  if (isDict(around)) {
    const copy: MutableDict = new Map<Value, Value>(around);
    if (value === null && change.destructive) copy.delete(key);
    else copy.set(key, value);
    return copy;
  }
  if (isList(around)) return putIntoList(around, key, value);
  return around === key || change.force ? new Map<Value, Value>([[key, value]]) : undefined;
}

/** In a list, the key names an item itself or the key of a map among the items; else a map is added. */
function putIntoList(list: readonly Value[], key: string, value: Value): readonly Value[] {
  let found = false;
  const changed = list.map((item) => {
    const isHere = item === key || (isDict(item) && item.has(key));
    found ||= isHere;
    if (!isHere) return item;
    return new Map<Value, Value>(isDict(item) ? [...item, [key, value]] : [[key, value]]);
  });
  return found ? changed : [...changed, new Map<Value, Value>([[key, value]])];
}

function isNested(value: Value): boolean {
  return isDict(value) || isList(value);
}
