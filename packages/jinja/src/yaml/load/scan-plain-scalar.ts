/**
 * Plain scalars.
 */
import { type Cursor, isBlank, isBreak, isGap } from "./cursor.js";
import { YamlFault } from "./fault.js";
import { FoldedGap } from "./folded-gap.js";
import type { Token } from "./tokens.js";

const TAB = 0x09;
const HASH = 0x23;
const COLON = 0x3a;
const ENDS_IN_FLOW = new Set(Array.from(",[]{}", (char) => char.charCodeAt(0)));
const UNEXPECTED_BEHIND_COLON = new Set(Array.from(",?[]{}", (char) => char.charCodeAt(0)));

/** A plain scalar, and whether lines ended behind it: then a simple key may begin. */
export interface PlainScalar {
  readonly token: Token;
  readonly endedLine: boolean;
}

/** Reads a plain scalar; its further lines are indented by `indent` or more. Throws ScannerError. */
export function scanPlainScalar(cursor: Cursor, indent: number, inFlow: boolean): PlainScalar {
  const start = cursor.mark();
  const fail = (problem: string): never => {
    const context = "while scanning a plain scalar";
    throw new YamlFault({
      pyClass: "ScannerError",
      problem,
      mark: cursor.mark(),
      context,
      contextMark: start,
    });
  };
  let end = start;
  let value = "";
  let gap: FoldedGap | undefined;
  for (;;) {
    if (cursor.isAnyDocumentMark() || cursor.code() === HASH) break;
    const word = plainWord(cursor, inFlow, fail);
    if (word !== "") {
      value = gap === undefined ? word : value + gap.text() + word;
      end = cursor.mark();
      gap = undefined;
    }
    if (!isBlank(cursor.code()) && !isBreak(cursor.code())) break;
    gap ??= new FoldedGap();
    takeGap(cursor, gap, indent, fail);
    if (!inFlow && cursor.column < indent) break;
  }
  return { token: { kind: "scalar", value, style: "plain", start, end }, endedLine: gap?.hasBreak ?? false };
}

function plainWord(cursor: Cursor, inFlow: boolean, fail: (problem: string) => never): string {
  const start = cursor.at;
  for (let code = cursor.code(); !isGap(code); code = cursor.code()) {
    if (code === COLON) {
      if (inFlow && UNEXPECTED_BEHIND_COLON.has(cursor.code(1))) fail("found unexpected ':'");
      if (isGap(cursor.code(1))) break;
    }
    if (inFlow && ENDS_IN_FLOW.has(code)) break;
    cursor.at += 1;
  }
  return cursor.text.slice(start, cursor.at);
}

function takeGap(cursor: Cursor, gap: FoldedGap, indent: number, fail: (problem: string) => never): void {
  while (isBlank(cursor.code()) || isBreak(cursor.code())) {
    if (gap.hasBreak && cursor.code() === TAB && cursor.column < indent) {
      fail("found a tab character that violates indentation");
    }
    gap.take(cursor);
  }
}
