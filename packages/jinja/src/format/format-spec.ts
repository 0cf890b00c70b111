/**
 * Python's format mini-language: `format(value, spec)`.
 */
import { Float, floatRepr, strftime } from "@salt/core";
import { PyDate } from "../value/date.js";
import { typeError, valueError } from "../value/errors.js";
import { str } from "../value/repr.js";
import { codePoints } from "../value/text.js";
import { typeName } from "../value/type-name.js";
import { isFloat, isText, type Val } from "../value/types.js";
import { formatDouble } from "./float-format.js";

const SPEC = /^(?:([\s\S])?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/u;
/** The widest field. */
const MAX_WIDTH = 10_000_000;

interface Spec {
  readonly fill: string;
  readonly align: string;
  readonly sign: string;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | undefined;
  readonly type: string;
}

function parseSpec(text: string, value: Val): Spec {
  const match = SPEC.exec(text);
  if (match === null) throw valueError("Invalid format specifier");
  const [, fill, align, sign = "", , alternate, zero, width, grouping = "", precision, type = ""] = match;
  const numeric = !isText(value);
  return {
    fill: fill ?? (zero === undefined || align !== undefined ? " " : "0"),
    align: align ?? (zero !== undefined && numeric ? "=" : numeric ? ">" : "<"),
    sign,
    alternate: alternate !== undefined,
    width: Math.min(Number(width ?? 0), MAX_WIDTH),
    grouping,
    precision: precision === undefined ? undefined : Number(precision),
    type,
  };
}

/** `format(value, spec)`. Throws ValueError and TypeError as Python does. */
export function formatValue(value: Val, text: string): string {
  if (text === "") return str(value);
  if (value instanceof Date) return strftime(value, text);
  if (value instanceof PyDate) return strftime(value.at, text);
  if (isText(value)) return formatString(str(value), parseSpec(text, value));
  if (
    typeof value === "number" ||
    typeof value === "bigint" ||
    typeof value === "boolean" ||
    value instanceof Float
  ) {
    return formatNumber(value, parseSpec(text, value));
  }
  throw typeError(`unsupported format string passed to ${typeName(value)}.__format__`);
}

function unknown(type: string, value: Val): Error {
  return valueError(`Unknown format code '${type}' for object of type '${typeName(value)}'`);
}

function formatString(text: string, spec: Spec): string {
  if (spec.type !== "" && spec.type !== "s") throw unknown(spec.type, text);
  if (spec.grouping !== "") throw valueError(`Cannot specify '${spec.grouping}' with 's'.`);
  if (spec.align === "=") throw valueError("'=' alignment not allowed in string format specifier");
  const cut = spec.precision === undefined ? text : codePoints(text).slice(0, spec.precision).join("");
  return pad("", cut, spec);
}

function formatNumber(value: number | bigint | boolean | Float, spec: Spec): string {
  const { type } = spec;
  if (isFloat(value) || "eEfFgG%".includes(type || "d")) return formatFloat(value, spec);
  if (type === "" && typeof value === "boolean") return pad("", value ? "1" : "0", spec);
  if (!"bcdnoxX".includes(type || "d")) throw unknown(type, value);
  if (spec.precision !== undefined) throw valueError("Precision not allowed in integer format specifier");
  const whole = BigInt(value);
  if (type === "c") return pad("", String.fromCodePoint(Number(whole)), { ...spec, align: "<" });
  const base = type === "b" ? 2 : type === "o" ? 8 : type === "x" || type === "X" ? 16 : 10;
  const digits = (whole < 0n ? -whole : whole).toString(base);
  const prefix = spec.alternate && base !== 10 ? `0${type}` : "";
  const body = group(type === "X" ? digits.toUpperCase() : digits, spec, base === 10 ? 3 : 4, prefix);
  return pad(signOf(whole < 0n, spec) + prefix, body, spec);
}

function formatFloat(value: number | bigint | boolean | Float, spec: Spec): string {
  const number = value instanceof Float ? value.value : Number(value);
  const { type, precision } = spec;
  if (type !== "" && !"eEfFgGn%".includes(type)) throw unknown(type, value);
  const text = floatText(Math.abs(number), type, precision, spec.alternate);
  const negative = number < 0 || Object.is(number, -0);
  const [whole = "", ...rest] = text.split(/(?=[.e%])/);
  return pad(signOf(negative, spec), group(whole, spec, 3, "") + rest.join(""), spec);
}

function floatText(number: number, type: string, precision: number | undefined, alternate: boolean): string {
  if (type === "%") return `${formatDouble(number * 100, "f", precision ?? 6)}%`;
  if (type !== "") return formatDouble(number, type === "n" ? "g" : type, precision ?? 6, alternate);
  if (precision === undefined) return floatRepr(number);
  const text = formatDouble(number, "g", precision);
  return /[.en]/.test(text) ? text : `${text}.0`;
}

function signOf(negative: boolean, spec: Spec): string {
  return negative ? "-" : spec.sign === "-" ? "" : spec.sign;
}

function group(digits: string, spec: Spec, size: number, prefix: string): string {
  if (spec.grouping === "") return digits;
  const zeros = spec.fill === "0" && spec.align === "=" ? spec.width - prefix.length : 0;
  let padded = digits;
  const join = (text: string): string =>
    text.replace(new RegExp(`\\B(?=(\\w{${size}})+(?!\\w))`, "g"), spec.grouping);
  while (join(padded).length < zeros) padded = `0${padded}`;
  return join(padded);
}

function pad(sign: string, body: string, spec: Spec): string {
  const missing = spec.width - codePoints(sign + body).length;
  if (missing <= 0) return sign + body;
  const fill = (count: number): string => spec.fill.repeat(count);
  switch (spec.align) {
    case "<":
      return sign + body + fill(missing);
    case "^":
      return fill(Math.floor(missing / 2)) + sign + body + fill(Math.ceil(missing / 2));
    case "=":
      return sign + fill(missing) + body;
    default:
      return fill(missing) + sign + body;
  }
}
