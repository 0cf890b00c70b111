/**
 * Literal and folded block scalars.
 */
import { type Cursor, END, isBlank, isBreak, isBreakOrEnd } from "./cursor.js";
import { type Mark, YamlFault } from "./fault.js";
import type { Token } from "./tokens.js";

const TAB = 0x09;
const SPACE = 0x20;

interface Header {
  /** What stays of the last line's end: `clip` one newline, `keep` all, `strip` none. */
  readonly chomping: "clip" | "keep" | "strip";
  /** Spaces of indentation, when the header says so. */
  readonly increment: number;
}

/** Reads a block scalar from its `|` or `>` on. `parentIndent` is -1 at the top. Throws ScannerError. */
export function scanBlockScalar(cursor: Cursor, style: "literal" | "folded", parentIndent: number): Token {
  const start = cursor.mark();
  cursor.skip();
  const { chomping, increment } = scanHeader(cursor, start);
  if (isBreak(cursor.code())) cursor.takeBreak();
  let indent = increment === 0 ? 0 : Math.max(parentIndent, 0) + increment;
  const lead = takeBreaks(cursor, start, indent, parentIndent);
  indent = lead.indent;
  const body = takeBody(cursor, start, style, indent, lead.breaks);
  let { value } = body;
  if (chomping !== "strip") value += body.lastBreak;
  if (chomping === "keep") value += body.trailing;
  return { kind: "scalar", value, style, start, end: cursor.mark() };
}

function fault(cursor: Cursor, contextMark: Mark, problem: string): YamlFault {
  const context = "while scanning a block scalar";
  return new YamlFault({ pyClass: "ScannerError", problem, mark: cursor.mark(), context, contextMark });
}

function scanHeader(cursor: Cursor, start: Mark): Header {
  let chomping: Header["chomping"] = "clip";
  let increment = 0;
  for (let part = 0; part < 2; part++) {
    const char = cursor.char();
    if (chomping === "clip" && (char === "+" || char === "-")) chomping = char === "+" ? "keep" : "strip";
    else if (increment === 0 && char >= "0" && char <= "9") {
      if (char === "0") throw fault(cursor, start, "found an indentation indicator equal to 0");
      increment = Number(char);
    } else break;
    cursor.skip();
  }
  cursor.skipBlanks();
  if (cursor.char() === "#") cursor.takeLine();
  if (!isBreakOrEnd(cursor.code())) throw fault(cursor, start, "did not find expected comment or line break");
  return { chomping, increment };
}

interface Body {
  readonly value: string;
  readonly lastBreak: string;
  readonly trailing: string;
}

function takeBody(
  cursor: Cursor,
  start: Mark,
  style: "literal" | "folded",
  indent: number,
  first: string,
): Body {
  let value = "";
  let lastBreak = "";
  let trailing = first;
  let leadingBlank = false;
  while (cursor.column === indent && cursor.code() !== END) {
    const blank = isBlank(cursor.code());
    const folds = style === "folded" && lastBreak === "\n" && !leadingBlank && !blank;
    if (!folds) value += lastBreak;
    else if (trailing === "") value += " ";
    value += trailing;
    leadingBlank = blank;
    value += cursor.takeLine();
    lastBreak = isBreak(cursor.code()) ? cursor.takeBreak() : "";
    trailing = takeBreaks(cursor, start, indent, 0).breaks;
  }
  return { value, lastBreak, trailing };
}

/** Empty lines; where `indent` is 0 it is found by the deepest of them. */
function takeBreaks(
  cursor: Cursor,
  start: Mark,
  indent: number,
  parentIndent: number,
): { readonly breaks: string; readonly indent: number } {
  let breaks = "";
  let deepest = 0;
  for (;;) {
    while ((indent === 0 || cursor.column < indent) && cursor.code() === SPACE) cursor.skip();
    deepest = Math.max(deepest, cursor.column);
    if ((indent === 0 || cursor.column < indent) && cursor.code() === TAB) {
      throw fault(cursor, start, "found a tab character where an indentation space is expected");
    }
    if (!isBreak(cursor.code())) break;
    breaks += cursor.takeBreak();
  }
  return { breaks, indent: indent === 0 ? Math.max(deepest, parentIndent + 1, 1) : indent };
}
