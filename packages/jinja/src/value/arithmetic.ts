/**
 * Python's operators on numbers, and on what can be joined or repeated.
 */
import { Float, float } from "@salt/core";
import { percentFormat } from "../format/percent.js";
import { PyError, typeError } from "./errors.js";
import { escapeMarkup } from "./markup.js";
import { PySet } from "./set.js";
import { typeName } from "./type-name.js";
import {
  failUndefined,
  isInt,
  isNumeric,
  isText,
  Markup,
  Tuple,
  textOf,
  tuple,
  Undefined,
  type Val,
} from "./types.js";

/** The most characters or items that `*` may make: Python would make it and run out of memory. */
const MAX_REPEATED = 100_000_000;
/** The most bits of a power's result. */
const MAX_POWER_BITS = 4_000_000;

type Num = number | bigint | Float;

/** The binary arithmetic operators. */
export type Operator = "+" | "-" | "*" | "/" | "//" | "%" | "**";

/** `a OP b`. Throws TypeError, ZeroDivisionError or OverflowError as Python does. */
export function arithmetic(operator: Operator, a: Val, b: Val): Val {
  if (typeof a === "number" && typeof b === "number" && Number.isInteger(a) && Number.isInteger(b)) {
    const fast = fastInts(operator, a, b);
    if (fast !== undefined) return fast;
  }
  if (a instanceof Undefined) failUndefined(a);
  if (operator === "%" && isText(a)) return formatted(a, b);
  if (b instanceof Undefined) failUndefined(b);
  if (isNumeric(a) && isNumeric(b)) return numbers(operator, plain(a), plain(b));
  const other = sequences(operator, a, b);
  if (other !== undefined) return other;
  throw unsupported(operator, a, b);
}

function fastInts(operator: Operator, a: number, b: number): number | undefined {
  const result = operator === "+" ? a + b : operator === "-" ? a - b : operator === "*" ? a * b : undefined;
  return result !== undefined && Number.isSafeInteger(result) ? result + 0 : undefined;
}

function unsupported(operator: Operator, a: Val, b: Val): PyError {
  const name = operator === "**" ? "** or pow()" : operator;
  return typeError(`unsupported operand type(s) for ${name}: '${typeName(a)}' and '${typeName(b)}'`);
}

function plain(value: Num | boolean): Num {
  return typeof value === "boolean" ? Number(value) : value;
}

/** The shortest form of an int. */
export function int(value: bigint): number | bigint {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

/** A number as a JavaScript float. */
export function asDouble(value: number | bigint | Float | boolean): number {
  return value instanceof Float ? value.value : Number(value);
}

function numbers(operator: Operator, a: Num, b: Num): Val {
  if (isInt(a) && isInt(b) && operator !== "/") {
    if (operator !== "**" || b >= 0) return int(bigints(operator, BigInt(a), BigInt(b)));
  }
  return float(doubles(operator, asDouble(a), asDouble(b), isInt(a) && isInt(b)));
}

function bigints(operator: Operator, a: bigint, b: bigint): bigint {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "**":
      return power(a, b);
    case "//":
      return floorDivide(a, b);
    default:
      return a - floorDivide(a, b) * b;
  }
}

function power(a: bigint, b: bigint): bigint {
  const bits = BigInt(a.toString(16).length * 4) * b;
  if (bits > MAX_POWER_BITS && a !== 0n && a !== 1n && a !== -1n) throw new PyError("MemoryError", "");
  return a ** b;
}

function floorDivide(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new PyError("ZeroDivisionError", "integer division or modulo by zero");
  const quotient = a / b;
  return quotient * b !== a && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function doubles(operator: Operator, a: number, b: number, ints: boolean): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "**":
      return floatPower(a, b);
    default:
      return divide(operator, a, b, ints);
  }
}

function divide(operator: Operator, a: number, b: number, ints: boolean): number {
  if (b === 0) {
    const what = operator === "/" ? (ints ? "division by zero" : "float division by zero") : "";
    const modulo = operator === "//" ? "float floor division by zero" : "float modulo";
    throw new PyError("ZeroDivisionError", what || modulo);
  }
  if (operator === "/") return a / b;
  const remainder = pythonModulo(a, b);
  if (operator === "%") return remainder;
  return Math.round((a - remainder) / b);
}

function pythonModulo(a: number, b: number): number {
  const remainder = a % b;
  if (remainder !== 0 && remainder < 0 !== b < 0) return remainder + b;
  return remainder === 0 ? (b < 0 ? -0 : 0) : remainder;
}

function floatPower(a: number, b: number): number {
  if (a === 0 && b < 0) {
    throw new PyError("ZeroDivisionError", "0.0 cannot be raised to a negative power");
  }
  const result = a ** b;
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b)) {
    throw new PyError("OverflowError", "(34, 'Numerical result out of range')");
  }
  return result;
}

function sequences(operator: Operator, a: Val, b: Val): Val {
  if (operator === "+") return concatenate(a, b);
  if (operator === "*") return repeat(a, b);
  if (operator === "-" && a instanceof PySet && b instanceof PySet) {
    return new PySet(new Map([...a.members].filter(([key]) => !b.members.has(key))));
  }
  return undefined;
}

function formatted(a: string | Markup, b: Val): Val {
  return a instanceof Markup ? new Markup(percentFormat(a.text, b, true)) : percentFormat(a, b, false);
}

function concatenate(a: Val, b: Val): Val {
  if (isText(a) && isText(b)) {
    if (typeof a === "string" && typeof b === "string") return a + b;
    return new Markup(escapeMarkup(a) + escapeMarkup(b));
  }
  if (isText(a)) throw typeError(`can only concatenate str (not "${typeName(b)}") to str`);
  if (Array.isArray(a)) {
    const kind = a instanceof Tuple ? "tuple" : "list";
    if (typeName(b) !== kind)
      throw typeError(`can only concatenate ${kind} (not "${typeName(b)}") to ${kind}`);
    const joined = a.concat(Array.from(b as readonly Val[]));
    return a instanceof Tuple ? tuple(joined) : joined;
  }
  if (a instanceof Uint8Array) {
    if (b instanceof Uint8Array) return new Uint8Array(Buffer.concat([a, b]));
    throw typeError(`can't concat ${typeName(b)} to bytes`);
  }
  return undefined;
}

function repeat(a: Val, b: Val): Val {
  const isSequence = (value: Val): boolean =>
    isText(value) || Array.isArray(value) || value instanceof Uint8Array;
  if (isSequence(a)) return repeated(a, b);
  return isSequence(b) ? repeated(b, a) : undefined;
}

function repeated(value: Val, count: Val): Val {
  if (typeof count !== "boolean" && !isInt(count)) {
    throw typeError(`can't multiply sequence by non-int of type '${typeName(count)}'`);
  }
  const times = Math.max(0, Number(count));
  const size = isText(value) ? textOf(value).length : (value as { length: number }).length;
  if (size * times > MAX_REPEATED) throw new PyError("MemoryError", "");
  if (typeof value === "string") return value.repeat(times);
  if (value instanceof Markup) return new Markup(value.text.repeat(times));
  if (value instanceof Uint8Array) {
    return new Uint8Array(Buffer.concat(new Array<Uint8Array>(times).fill(value)));
  }
  const items = Array.from({ length: times }, () => Array.from(value as readonly Val[])).flat();
  return value instanceof Tuple ? tuple(items) : items;
}

/** `-value` or `+value`. */
export function signed(operator: "-" | "+", value: Val): Val {
  if (value instanceof Undefined) failUndefined(value);
  if (!isNumeric(value)) throw typeError(`bad operand type for unary ${operator}: '${typeName(value)}'`);
  const number = plain(value);
  if (operator === "+") return number;
  if (typeof number === "bigint") return int(-number);
  if (number instanceof Float) return new Float(-number.value);
  return number === 0 ? 0 : -number;
}
