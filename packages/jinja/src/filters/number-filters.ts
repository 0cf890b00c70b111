/**
 * Jinja2's filters on numbers, and those that give a default.
 */
import { Float, float } from "@salt/core";
import { fixed } from "../format/float-format.js";
import { int } from "../methods/arguments.js";
import { asDouble, signed, int as toInt } from "../value/arithmetic.js";
import { filterArgumentError, PyError, typeError } from "../value/errors.js";
import { truth } from "../value/iterate.js";
import { typeName } from "../value/type-name.js";
import {
  failUndefined,
  isFloat,
  isInt,
  isNumeric,
  isText,
  textOf,
  Undefined,
  type Val,
} from "../value/types.js";
import { filter } from "./define.js";

const INT_TEXT = /^\s*[+-]?\d+(_\d+)*\s*$/;
const FLOAT_TEXT = /^\s*[+-]?(\d[\d_]*\.?[\d_]*(e[+-]?\d+)?|\.\d[\d_]*(e[+-]?\d+)?|inf(inity)?|nan)\s*$/i;

/** `int(text)`, or undefined for what is none. */
export function parseInt10(text: string): number | bigint | undefined {
  return INT_TEXT.test(text) ? toInt(BigInt(text.trim().replaceAll("_", "").replace(/^\+/, ""))) : undefined;
}

/** `float(text)`, or undefined for what is none. */
export function parseDouble(text: string): number | undefined {
  if (!FLOAT_TEXT.test(text)) return undefined;
  const bare = text.trim().replaceAll("_", "").toLowerCase();
  if (/nan/.test(bare)) return Number.NaN;
  if (/inf/.test(bare)) return bare.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(bare);
}

function inBase(text: string, base: number): number | bigint | undefined {
  const prefixes: Readonly<Record<number, string>> = { 2: "0b", 8: "0o", 16: "0x" };
  const prefix = prefixes[base] ?? "";
  if (base === 0) return anyBase(text);
  const [, sign = "", digits = ""] = /^\s*([+-]?)(\w+)\s*$/.exec(text.toLowerCase()) ?? [];
  const bare = prefix !== "" && digits.startsWith(prefix) ? digits.slice(2) : digits;
  const allowed = "0123456789abcdefghijklmnopqrstuvwxyz".slice(0, base);
  if (bare === "" || [...bare].some((char) => !allowed.includes(char))) return undefined;
  let value = 0n;
  for (const char of bare) value = value * BigInt(base) + BigInt(allowed.indexOf(char));
  return toInt(sign === "-" ? -value : value);
}

/** Base 0: the prefix says which. */
function anyBase(text: string): number | bigint | undefined {
  const prefix = /^\s*[+-]?0([box])/i.exec(text)?.[1]?.toLowerCase();
  return inBase(text, prefix === "b" ? 2 : prefix === "o" ? 8 : prefix === "x" ? 16 : 10);
}

function truncated(value: number): number | bigint | undefined {
  return Number.isFinite(value) ? toInt(BigInt(Math.trunc(value))) : undefined;
}

function toInteger(value: Val, fallback: Val, base: Val): Val {
  if (value instanceof Undefined) failUndefined(value);
  if (isText(value)) {
    const text = textOf(value);
    const whole = base === 10 ? parseInt10(text) : inBase(text, int(base));
    if (whole !== undefined) return whole;
    const double = parseDouble(text);
    return (double === undefined ? undefined : truncated(double)) ?? fallback;
  }
  if (typeof value === "boolean") return Number(value);
  if (isInt(value)) return value;
  if (!isFloat(value)) return fallback;
  if (Math.abs(asDouble(value)) === Number.POSITIVE_INFINITY) {
    throw new PyError("OverflowError", "cannot convert float infinity to integer");
  }
  return truncated(asDouble(value)) ?? fallback;
}

function toDouble(value: Val, fallback: Val): Val {
  if (value instanceof Undefined) failUndefined(value);
  if (isNumeric(value)) return float(asDouble(value));
  const double = isText(value) ? parseDouble(textOf(value)) : undefined;
  return double === undefined ? fallback : float(double);
}

/** Rounds half to even at a number of digits, exactly. */
function roundHalfEven(value: number, digits: number): number {
  if (!Number.isFinite(value) || digits > 300) return value;
  if (digits >= 0)
    return Number(fixed(Math.abs(value), digits)) * (value < 0 || Object.is(value, -0) ? -1 : 1);
  const scale = 10 ** -digits;
  const [down, rest] = [Math.floor(value / scale), value / scale - Math.floor(value / scale)];
  const up = rest > 0.5 || (rest === 0.5 && down % 2 !== 0);
  return (up ? down + 1 : down) * scale;
}

function round(value: Val, precision: Val, method: Val): Val {
  if (method !== "common" && method !== "ceil" && method !== "floor") {
    throw filterArgumentError("method must be common, ceil or floor");
  }
  if (value instanceof Undefined) failUndefined(value);
  const digits = int(precision);
  if (!isNumeric(value)) {
    if (method === "common") throw typeError(`type ${typeName(value)} doesn't define __round__ method`);
    throw typeError(`must be real number, not ${typeName(value)}`);
  }
  if (method === "common") {
    if (!isFloat(value)) return digits >= 0 ? Number(value) : roundHalfEven(Number(value), digits);
    return float(roundHalfEven(asDouble(value), digits));
  }
  const scale = 10 ** digits;
  const scaled = asDouble(value) * scale;
  return float((method === "ceil" ? Math.ceil(scaled) : Math.floor(scaled)) / scale);
}

function abs(value: Val): Val {
  if (value instanceof Undefined) failUndefined(value);
  if (!isNumeric(value)) throw typeError(`bad operand type for abs(): '${typeName(value)}'`);
  const number = typeof value === "boolean" ? Number(value) : value;
  return asDouble(number) < 0 || Object.is(asDouble(number), -0) ? signed("-", number) : number;
}

function fallbackFor(value: Val, fallback: Val, falsy: Val): Val {
  if (value instanceof Undefined) {
    // A forbidden attribute stays forbidden.
    if (value.errorClass !== "UndefinedError") throw new PyError(value.errorClass, value.message);
    return fallback;
  }
  return truth(falsy) && !truth(value) ? fallback : value;
}

/** The filters. */
export const NUMBER_FILTERS = [
  filter("abs", "abs(x)", (_, value) => abs(value)),
  filter("int", "do_int(value, default=0, base=10)", (_, value, fallback, base) =>
    toInteger(value, fallback, base),
  ),
  filter("float", "do_float(value, default=0.0)", (_, value, fallback) =>
    toDouble(value, fallback === 0 ? new Float(0) : fallback),
  ),
  filter("round", "do_round(value, precision=0, method='common')", (_, value, precision, method) =>
    round(value, precision, method),
  ),
  filter("default", "do_default(value, default_value='', boolean=False)", (_, value, fallback, falsy) =>
    fallbackFor(value, fallback, falsy),
  ),
  filter("d", "do_default(value, default_value='', boolean=False)", (_, value, fallback, falsy) =>
    fallbackFor(value, fallback, falsy),
  ),
];
