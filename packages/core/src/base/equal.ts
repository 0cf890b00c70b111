/**
 * Equality of values as Python's `==` decides it.
 */
import type { Value } from "./value.js";
import { isDict, isFloat, isInt, isList } from "./value.js";

/** Whether two values are equal: `1`, `1.0` and `True` are, maps in any order. */
export function isEqual(left: Value, right: Value): boolean {
  if (left === right) return true;
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined || b !== undefined) return a !== undefined && b !== undefined && a === b;
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((item, at) => isEqual(item, right[at] ?? null));
  }
  if (isDict(left) && isDict(right)) {
    return left.size === right.size && [...left].every(([key, value]) => hasEqual(right.get(key), value));
  }
  if (left instanceof Uint8Array && right instanceof Uint8Array) return Buffer.compare(left, right) === 0;
  return left instanceof Date && right instanceof Date && left.getTime() === right.getTime();
}

/** Whether a list holds an equal value: Python's `in`. */
export function includes(list: readonly Value[], wanted: Value): boolean {
  return list.some((item) => isEqual(item, wanted));
}

function hasEqual(found: Value | undefined, wanted: Value): boolean {
  return found !== undefined && isEqual(found, wanted);
}

function numberOf(value: Value): number | bigint | undefined {
  if (typeof value === "boolean") return Number(value);
  if (isFloat(value)) return Number(value);
  if (!isInt(value)) return undefined;
  return typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
