/**
 * Values as Python prints them: `repr()` and `str()`.
 */
import type { Value } from "../base/value.js";
import { Float, isDict, isList } from "../base/value.js";
import { floatRepr } from "./float.js";
import { OrderedDict } from "./ordered-dict.js";
import { Tuple } from "./tuple.js";

/** The text of Python's `repr(value)`. */
export function pythonRepr(value: Value): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return textRepr(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isInteger(value) ? String(BigInt(value)) : floatRepr(value);
  if (value instanceof Float) return floatRepr(value.value);
  if (value instanceof Uint8Array) return bytesRepr(value);
  if (value instanceof Date) return dateRepr(value);
  if (isList(value)) return listRepr(value);
  if (value instanceof OrderedDict) return orderedRepr(value);
  return isDict(value) ? dictRepr(value) : String(value);
}

/** The text of Python's `str(value)`: a text itself, everything else as `repr`, times without their type. */
export function pythonStr(value: Value): string {
  if (typeof value === "string") return value;
  if (value instanceof Date) return dateStr(value);
  return pythonRepr(value);
}

function listRepr(value: readonly Value[]): string {
  const items = value.map(pythonRepr).join(", ");
  if (!(value instanceof Tuple)) return `[${items}]`;
  return value.length === 1 ? `(${items},)` : `(${items})`;
}

function dictRepr(value: ReadonlyMap<Value, Value>): string {
  const entries = [...value].map(([key, item]) => `${pythonRepr(key)}: ${pythonRepr(item)}`);
  return `{${entries.join(", ")}}`;
}

function orderedRepr(value: OrderedDict): string {
  const entries = [...value].map(([key, item]) => `(${pythonRepr(key)}, ${pythonRepr(item)})`);
  return entries.length === 0 ? "OrderedDict()" : `OrderedDict([${entries.join(", ")}])`;
}

function quoteFor(hasSingle: boolean, hasDouble: boolean): string {
  return hasSingle && !hasDouble ? '"' : "'";
}

const NAMED: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const hex = (code: number, width: number): string => code.toString(16).padStart(width, "0");

/** Escapes for one character that is not printable. */
function escapeCode(code: number): string {
  if (code <= 0xff) return `\\x${hex(code, 2)}`;
  return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function textRepr(text: string): string {
  const quote = quoteFor(text.includes("'"), text.includes('"'));
  const body = text.replace(/[\\'"]|(?! )[\p{C}\p{Z}]/gu, (char) => {
    if (char === "'" || char === '"') return char === quote ? `\\${char}` : char;
    return NAMED[char] ?? escapeCode(char.codePointAt(0) ?? 0);
  });
  return quote + body + quote;
}

function bytesRepr(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("latin1");
  const quote = quoteFor(text.includes("'"), text.includes('"'));
  const body = text.replace(/[\\'"]|[^ -~]/g, (char) => {
    if (char === "'" || char === '"') return char === quote ? `\\${char}` : char;
    return NAMED[char] ?? `\\x${hex(char.charCodeAt(0), 2)}`;
  });
  return `b${quote}${body}${quote}`;
}

function dateRepr(date: Date): string {
  const parts = [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
  ];
  const micros = date.getUTCMilliseconds() * 1000;
  if (date.getUTCSeconds() !== 0 || micros !== 0) parts.push(date.getUTCSeconds());
  if (micros !== 0) parts.push(micros);
  return `datetime.datetime(${parts.join(", ")})`;
}

function dateStr(date: Date): string {
  const [whole = "", millis = "000Z"] = date.toISOString().split(".");
  const fraction = millis.slice(0, 3);
  return whole.replace("T", " ") + (fraction === "000" ? "" : `.${fraction}000`);
}
