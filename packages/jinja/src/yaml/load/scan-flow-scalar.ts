/**
 * Quoted scalars.
 */
import { type Cursor, END, isBlank, isBreak, isGap } from "./cursor.js";
import { type Mark, YamlFault } from "./fault.js";
import { FoldedGap } from "./folded-gap.js";
import type { Token } from "./tokens.js";

const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};
const HEX_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const BACKSLASH = 0x5c;

/** Reads a quoted scalar from its opening quote on. Throws ScannerError. */
export function scanFlowScalar(cursor: Cursor, style: "single" | "double"): Token {
  const start = cursor.mark();
  const quote = cursor.code();
  cursor.skip();
  let value = "";
  for (;;) {
    if (cursor.isAnyDocumentMark()) throw fault(cursor, start, "found unexpected document indicator");
    if (cursor.code() === END) throw fault(cursor, start, "found unexpected end of stream");
    const gap = new FoldedGap();
    value += style === "single" ? singleWord(cursor, quote) : doubleWord(cursor, quote, start, gap);
    if (cursor.code() === quote) break;
    while (isBlank(cursor.code()) || isBreak(cursor.code())) gap.take(cursor);
    value += gap.text();
  }
  cursor.skip();
  return { kind: "scalar", value, style, start, end: cursor.mark() };
}

function fault(cursor: Cursor, contextMark: Mark, problem: string, context = "scanning"): YamlFault {
  return new YamlFault({
    pyClass: "ScannerError",
    problem,
    mark: cursor.mark(),
    context: `while ${context} a quoted scalar`,
    contextMark,
  });
}

/** Characters up to a gap or the quote; a doubled quote stands for one. */
function singleWord(cursor: Cursor, quote: number): string {
  let out = "";
  let start = cursor.at;
  while (!isGap(cursor.code())) {
    if (cursor.code() === quote) {
      if (cursor.code(1) !== quote) break;
      out += cursor.text.slice(start, cursor.at + 1);
      cursor.skip(2);
      start = cursor.at;
    } else cursor.skip();
  }
  return out + cursor.text.slice(start, cursor.at);
}

/** As `singleWord`, with escapes; one at the end of a line opens the gap. */
function doubleWord(cursor: Cursor, quote: number, start: Mark, gap: FoldedGap): string {
  let out = "";
  while (!isGap(cursor.code())) {
    const code = cursor.code();
    if (code === quote) break;
    if (code !== BACKSLASH) {
      out += cursor.char();
      cursor.skip();
    } else if (isBreak(cursor.code(1))) {
      cursor.skip();
      cursor.takeBreak();
      gap.open();
      break;
    } else out += escaped(cursor, start);
  }
  return out;
}

function escaped(cursor: Cursor, start: Mark): string {
  const name = cursor.char(1);
  const length = HEX_LENGTHS[name];
  if (length !== undefined) return hexEscape(cursor, length, start);
  const found = ESCAPES[name];
  if (found === undefined) throw fault(cursor, start, "found unknown escape character", "parsing");
  cursor.skip(2);
  return found;
}

function hexEscape(cursor: Cursor, length: number, start: Mark): string {
  cursor.skip(2);
  const digits = cursor.text.slice(cursor.at, cursor.at + length);
  if (!/^[0-9A-Fa-f]+$/.test(digits) || digits.length < length) {
    throw fault(cursor, start, "did not find expected hexdecimal number", "parsing");
  }
  const value = Number.parseInt(digits, 16);
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) {
    throw fault(cursor, start, "found invalid Unicode character escape code", "parsing");
  }
  cursor.skip(length);
  return String.fromCodePoint(value);
}
