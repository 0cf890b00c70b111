/**
 * The values of string and number literals.
 */
import { float } from "@salt/core";
import { int } from "../value/arithmetic.js";
import { TemplateSyntaxError } from "../value/errors.js";

const SIMPLE: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\n": "",
};

const ESCAPE = /\\(x[\s\S]{0,2}|u[\s\S]{0,4}|U[\s\S]{0,8}|N(?:\{[^}]*\})?|[0-7]{1,3}|[\s\S])/g;
const WIDTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** The text of a string literal without its quotes. Throws TemplateSyntaxError for broken escapes. */
export function unescapeString(body: string, line: number): string {
  if (!body.includes("\\")) return body;
  return body.replace(ESCAPE, (_, sequence: string) => {
    const head = sequence[0] ?? "";
    const width = WIDTHS[head];
    if (width !== undefined) return codeEscape(head, sequence.slice(1), width, line);
    if (head === "N") throw new TemplateSyntaxError("malformed \\N character escape", line);
    if (/[0-7]/.test(head)) return String.fromCharCode(Number.parseInt(sequence, 8));
    return SIMPLE[head] ?? `\\${sequence}`;
  });
}

function codeEscape(head: string, digits: string, width: number, line: number): string {
  if (digits.length !== width || /[^0-9a-fA-F]/.test(digits)) {
    const form = head === "x" ? "\\xXX" : head === "u" ? "\\uXXXX" : "\\UXXXXXXXX";
    throw new TemplateSyntaxError(`truncated ${form} sequence`, line);
  }
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff) throw new TemplateSyntaxError("illegal Unicode character", line);
  return String.fromCodePoint(code);
}

/** The value of an integer literal, with any base and underscores. */
export function integerValue(text: string): number | bigint {
  return int(BigInt(text.replaceAll("_", "").toLowerCase()));
}

/** The value of a float literal. */
export function floatValue(text: string): unknown {
  return float(Number(text.replaceAll("_", "")));
}
