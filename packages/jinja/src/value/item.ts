/**
 * Subscripts and slices: `value[key]`.
 */
import { dictGet } from "./dict.js";
import { PyError, typeError, valueError } from "./errors.js";
import { codePoints, hasWide } from "./text.js";
import { typeName } from "./type-name.js";
import {
  ABSENT,
  failUndefined,
  isInt,
  isText,
  Markup,
  PyObject,
  PyRange,
  Tuple,
  textOf,
  tuple,
  Undefined,
  type Val,
} from "./types.js";

/** A slice `start:stop:step` before it meets a value. */
export class Slice {
  readonly start: Val;
  readonly stop: Val;
  readonly step: Val;
  constructor(start: Val, stop: Val, step: Val) {
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
}

/** `value[key]`, or ABSENT where Python raises LookupError or TypeError. Throws for undefined values. */
export function itemOf(value: Val, key: Val): Val {
  if (value instanceof Map) {
    if (key instanceof Slice) throw typeError("unhashable type: 'slice'");
    return hashable(value, key);
  }
  if (key instanceof Slice) return sliceOf(value, key);
  if (value instanceof PyObject) return value.item(key);
  if (value instanceof Undefined) return failUndefined(value);
  if (typeof key === "boolean") return indexed(value, Number(key));
  return isInt(key) ? indexed(value, Number(key)) : ABSENT;
}

function hashable(dict: ReadonlyMap<Val, Val>, key: Val): Val {
  if (key === null || typeof key !== "object") return dictGet(dict, key);
  try {
    return dictGet(dict, key);
  } catch (error) {
    if (error instanceof PyError && error.pyClass === "TypeError") return ABSENT;
    throw error;
  }
}

function indexed(value: Val, index: number): Val {
  if (isText(value)) return charAt(value, index);
  if (Array.isArray(value) || value instanceof Uint8Array) return value.at(index) ?? absentOr(value, index);
  if (value instanceof PyRange) {
    const at = index < 0 ? index + value.length : index;
    return at >= 0 && at < value.length ? value.at(at) : ABSENT;
  }
  return ABSENT;
}

function absentOr(value: ArrayLike<Val>, index: number): Val {
  const at = index < 0 ? index + value.length : index;
  return at >= 0 && at < value.length ? value[at] : ABSENT;
}

function charAt(value: string | Markup, index: number): Val {
  const text = textOf(value);
  const char = hasWide(text) ? codePoints(text).at(index) : text.at(index);
  if (char === undefined) return ABSENT;
  return typeof value === "string" ? char : new Markup(char);
}

function sliceOf(value: Val, slice: Slice): Val {
  if (value instanceof Undefined) failUndefined(value);
  if (isText(value)) {
    const text = picked(codePoints(textOf(value)), slice).join("");
    return typeof value === "string" ? text : new Markup(text);
  }
  if (value instanceof Tuple) return tuple(picked(value, slice));
  if (Array.isArray(value)) return picked(value, slice);
  if (value instanceof Uint8Array) return Uint8Array.from(picked(Array.from(value), slice));
  if (value instanceof PyRange) {
    const { start, stop, step } = bounds(slice, value.length);
    return new PyRange(value.at(start), value.at(stop), value.step * step);
  }
  // A namespace and the like come here as well: their items have names alone.
  throw notSubscriptable(value);
}

function picked<T>(items: readonly T[], slice: Slice): T[] {
  const { start, stop, step } = bounds(slice, items.length);
  if (step === 1) return Array.prototype.slice.call(items, start, Math.max(start, stop)) as T[];
  const out: T[] = [];
  for (let at = start; step > 0 ? at < stop : at > stop; at += step) out.push(items[at] as T);
  return out;
}

/** The bounds of a slice within `size` items. Throws TypeError and ValueError as Python does. */
export function bounds(slice: Slice, size: number): { start: number; stop: number; step: number } {
  const step = part(slice.step) ?? 1;
  if (step === 0) throw valueError("slice step cannot be zero");
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const clamp = (value: number): number => Math.min(Math.max(value < 0 ? value + size : value, low), high);
  const start = part(slice.start);
  const stop = part(slice.stop);
  return {
    start: start === undefined ? (step > 0 ? low : high) : clamp(start),
    stop: stop === undefined ? (step > 0 ? high : low) : clamp(stop),
    step,
  };
}

function part(value: Val): number | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "boolean" || isInt(value)) return Number(value);
  if (value instanceof Undefined && value.strict) failUndefined(value);
  throw typeError("slice indices must be integers or None or have an __index__ method");
}

/** The TypeError of a value that has no items at all. */
function notSubscriptable(value: Val): PyError {
  return typeError(`'${typeName(value)}' object is not subscriptable`);
}
