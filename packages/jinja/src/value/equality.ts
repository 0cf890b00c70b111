/**
 * Python's `==` and `<`.
 */
import { Float } from "@salt/core";
import { dictGet } from "./dict.js";
import { recursionError, typeError } from "./errors.js";
import { canonicalKey } from "./key.js";
import { PySet } from "./set.js";
import { compareTexts } from "./text.js";
import { typeName } from "./type-name.js";
import {
  ABSENT,
  DictView,
  failUndefined,
  isNumeric,
  isText,
  OrderedDict,
  PyRange,
  Tuple,
  textOf,
  Undefined,
  type Val,
} from "./types.js";

const MAX_DEPTH = 900;

/** `a == b`. Throws UndefinedError for strict undefined values. */
export function equals(a: Val, b: Val, depth = 0): boolean {
  if (a === b && !(a instanceof Undefined)) return typeof a !== "number" || !Number.isNaN(a);
  if (a instanceof Undefined || b instanceof Undefined) return undefinedEquals(a, b);
  if (isText(a)) return isText(b) && textOf(a) === textOf(b);
  if (isNumeric(a)) return isNumeric(b) && compareNumbers(a, b) === 0;
  if (depth > MAX_DEPTH) throw recursionError();
  if (Array.isArray(a)) return Array.isArray(b) && listsEqual(a, b, depth);
  if (a instanceof Map) return b instanceof Map && dictsEqual(a, b, depth);
  if (a instanceof PySet) return b instanceof PySet && setsEqual(a.members, b.members);
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0;
  if (a instanceof PyRange && b instanceof PyRange) return listsEqual(rangeItems(a), rangeItems(b), depth);
  if (a instanceof DictView && b instanceof DictView && a.kind !== "values") return viewsEqual(a, b);
  return sameHash(a, b);
}

/** Objects are equal to themselves, or to what they say by their key (times). */
function sameHash(a: Val, b: Val): boolean {
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  if (Array.isArray(b) || b instanceof Map || b instanceof PySet) return false;
  const key = canonicalKey(a);
  return typeof key === "string" && key === canonicalKey(b);
}

function undefinedEquals(a: Val, b: Val): boolean {
  if (a instanceof Undefined && a.strict) failUndefined(a);
  if (b instanceof Undefined && b.strict) failUndefined(b);
  return a instanceof Undefined && b instanceof Undefined;
}

function listsEqual(a: readonly Val[], b: readonly Val[], depth: number): boolean {
  if (a instanceof Tuple !== b instanceof Tuple || a.length !== b.length) return false;
  return a.every((item, index) => same(item, b[index], depth + 1));
}

/** What containers ask: the same object counts as equal, even NaN. */
function same(a: Val, b: Val, depth: number): boolean {
  return (a === b && !(a instanceof Undefined)) || equals(a, b, depth);
}

function dictsEqual(a: ReadonlyMap<Val, Val>, b: ReadonlyMap<Val, Val>, depth: number): boolean {
  if (a.size !== b.size) return false;
  if (a instanceof OrderedDict && b instanceof OrderedDict) {
    const keys = [...b.keys()];
    if (![...a.keys()].every((key, index) => equals(key, keys[index], depth + 1))) return false;
  }
  for (const [key, value] of a) {
    const other = dictGet(b, key);
    if (other === ABSENT || !same(value, other, depth + 1)) return false;
  }
  return true;
}

function setsEqual(a: ReadonlyMap<unknown, Val>, b: ReadonlyMap<unknown, Val>): boolean {
  return a.size === b.size && [...a.keys()].every((key) => b.has(key));
}

function viewsEqual(a: DictView, b: DictView): boolean {
  const keys = (view: DictView): Map<unknown, Val> =>
    new Map([...view.items()].map((item) => [canonicalKey(item), item]));
  return setsEqual(keys(a), keys(b));
}

function rangeItems(range: PyRange): Val[] {
  return [range.length, range.length > 0 ? range.start : null, range.length > 1 ? range.step : null];
}

/** The order of two numbers: negative, 0, positive; NaN when there is none. */
function compareNumbers(a: number | bigint | Float | boolean, b: typeof a): number {
  const left = a instanceof Float ? a.value : typeof a === "boolean" ? Number(a) : a;
  const right = b instanceof Float ? b.value : typeof b === "boolean" ? Number(b) : b;
  if (left < right) return -1;
  if (left > right) return 1;
  // biome-ignore lint/suspicious/noDoubleEquals: compares an int of either form with a float
  return left == right ? 0 : Number.NaN;
}

/** The operators that order values. */
export type OrderOperator = "<" | "<=" | ">" | ">=";

const HOLDS: Readonly<Record<OrderOperator, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

/** `a < b` and the like. Throws TypeError for values that have no order. */
export function ordered(operator: OrderOperator, a: Val, b: Val): boolean {
  if (a instanceof Undefined) return undefinedOrdered(a, b, operator);
  if (b instanceof Undefined) return undefinedOrdered(b, a, operator);
  if (a instanceof PySet && b instanceof PySet) return setOrdered(operator, a.members, b.members);
  const order = compare(a, b, operator);
  return HOLDS[operator](order);
}

function undefinedOrdered(value: Undefined, _other: Val, _operator: OrderOperator): never {
  return failUndefined(value);
}

function setOrdered(
  operator: OrderOperator,
  a: ReadonlyMap<unknown, Val>,
  b: ReadonlyMap<unknown, Val>,
): boolean {
  const [small, large] = operator.startsWith("<") ? [a, b] : [b, a];
  const within = [...small.keys()].every((key) => large.has(key));
  return within && (operator.length === 2 || small.size < large.size);
}

/** The order of two values for `operator`, which names it in the TypeError for those that have none. */
export function compare(a: Val, b: Val, operator: OrderOperator = "<"): number {
  if (typeof a === "string" && typeof b === "string") return compareTexts(a, b);
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b);
  if (isText(a) && isText(b)) return compareTexts(textOf(a), textOf(b));
  if (Array.isArray(a) && Array.isArray(b) && a instanceof Tuple === b instanceof Tuple) {
    return compareLists(a, b, operator);
  }
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  for (const value of [a, b]) if (value instanceof Undefined) failUndefined(value);
  throw typeError(`'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

function compareLists(a: readonly Val[], b: readonly Val[], operator: OrderOperator): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    if (!same(a[index], b[index], 1)) return compare(a[index], b[index], operator);
  }
  return a.length - b.length;
}
