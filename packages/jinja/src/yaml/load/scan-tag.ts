/**
 * Tags, anchors, aliases and directives.
 */
import { type Cursor, isBreak, isBreakOrEnd, isGap, isNameCharacter } from "./cursor.js";
import { type Mark, YamlFault } from "./fault.js";
import type { Token } from "./tokens.js";

type Fail = (problem: string, context?: string) => never;

function failing(cursor: Cursor, usual: string, contextMark: Mark): Fail {
  return (problem, context = usual) => {
    throw new YamlFault({ pyClass: "ScannerError", problem, mark: cursor.mark(), context, contextMark });
  };
}

function takeName(cursor: Cursor): string {
  const start = cursor.at;
  while (isNameCharacter(cursor.code())) cursor.skip();
  return cursor.text.slice(start, cursor.at);
}

/** Reads `&name` or `*name`. Throws ScannerError. */
export function scanAnchor(cursor: Cursor, kind: "anchor" | "alias"): Token {
  const start = cursor.mark();
  const fail = failing(
    cursor,
    kind === "anchor" ? "while scanning an anchor" : "while scanning an alias",
    start,
  );
  cursor.skip();
  const name = takeName(cursor);
  if (name === "" || !(isGap(cursor.code()) || "?:,]}%@`".includes(cursor.char()))) {
    fail("did not find expected alphabetic or numeric character");
  }
  return { kind, name, start, end: cursor.mark() };
}

/** Reads a tag. Throws ScannerError. */
export function scanTag(cursor: Cursor, inFlow: boolean): Token {
  const start = cursor.mark();
  const fail = failing(cursor, "while scanning a tag", start);
  let handle = "";
  let suffix: string;
  if (cursor.char(1) === "<") {
    cursor.skip(2);
    suffix = takeUri(cursor, "", true, fail);
    if (cursor.char() !== ">") fail("did not find the expected '>'");
    cursor.skip();
  } else {
    handle = takeHandle(cursor, false, fail);
    if (handle.length > 1 && handle.endsWith("!")) suffix = takeUri(cursor, "", false, fail);
    else {
      suffix = takeUri(cursor, handle, false, fail);
      [handle, suffix] = suffix === "" ? ["", "!"] : ["!", suffix];
    }
  }
  if (!isGap(cursor.code()) && !(inFlow && cursor.char() === ",")) {
    fail("did not find expected whitespace or line break");
  }
  return { kind: "tag", handle, suffix, start, end: cursor.mark() };
}

function takeHandle(cursor: Cursor, inDirective: boolean, fail: Fail): string {
  const context = inDirective ? "while scanning a directive" : "while scanning a tag";
  if (cursor.char() !== "!") fail("did not find expected '!'", context);
  const start = cursor.at;
  cursor.skip();
  takeName(cursor);
  if (cursor.char() === "!") cursor.skip();
  else if (inDirective && cursor.at - start > 1)
    fail("did not find expected '!'", "while parsing a directive");
  return cursor.text.slice(start, cursor.at);
}

const URI = /^[-_0-9A-Za-z;/?:@&=+$.!~*'()%]$/;

/** The rest of a tag; `head` is what was taken for its handle, whose `!` does not belong to it. */
function takeUri(cursor: Cursor, head: string, whole: boolean, fail: Fail, inDirective = false): string {
  const context = inDirective ? "while parsing a %TAG directive" : "while parsing a tag";
  let out = head.slice(1);
  while (URI.test(cursor.char()) || (whole && /^[,[\]]$/.test(cursor.char()))) {
    if (cursor.char() === "%") out += takeEscapes(cursor, context, fail);
    else {
      out += cursor.char();
      cursor.skip();
    }
  }
  if (out === "" && head === "") fail("did not find expected tag URI", context);
  return out;
}

/** `%C3%A9`: the octets of one character or several. */
function takeEscapes(cursor: Cursor, context: string, fail: Fail): string {
  const octets: number[] = [];
  while (cursor.char() === "%") {
    const digits = cursor.text.slice(cursor.at + 1, cursor.at + 3);
    if (!/^[0-9A-Fa-f]{2}$/.test(digits)) fail("did not find URI escaped octet", context);
    octets.push(Number.parseInt(digits, 16));
    cursor.skip(3);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(octets));
  } catch {
    return fail("found an incorrect leading UTF-8 octet", context);
  }
}

/** Reads a directive and the rest of its line. Throws ScannerError. */
export function scanDirective(cursor: Cursor): Token {
  const start = cursor.mark();
  const fail = failing(cursor, "while scanning a directive", start);
  cursor.skip();
  const name = takeName(cursor);
  if (name === "") fail("could not find expected directive name");
  if (!isGap(cursor.code())) fail("found unexpected non-alphabetical character");
  const token = name === "YAML" ? versionToken(cursor, start) : tagDirective(cursor, start, name, fail);
  cursor.skipBlanks();
  if (cursor.char() === "#") cursor.takeLine();
  if (!isBreakOrEnd(cursor.code())) fail("did not find expected comment or line break");
  if (isBreak(cursor.code())) cursor.takeBreak();
  return token;
}

function versionToken(cursor: Cursor, start: Mark): Token {
  const fail = failing(cursor, "while scanning a %YAML directive", start);
  cursor.skipBlanks();
  const major = takeNumber(cursor, fail);
  if (cursor.char() !== ".") fail("did not find expected digit or '.' character");
  cursor.skip();
  const minor = takeNumber(cursor, fail);
  return { kind: "version", major, minor, start, end: cursor.mark() };
}

function takeNumber(cursor: Cursor, fail: Fail): number {
  const start = cursor.at;
  while (/^\d$/.test(cursor.char())) {
    if (cursor.at - start >= 9) fail("found extremely long version number");
    cursor.skip();
  }
  if (cursor.at === start) fail("did not find expected version number");
  return Number(cursor.text.slice(start, cursor.at));
}

function tagDirective(cursor: Cursor, start: Mark, name: string, fail: Fail): Token {
  if (name !== "TAG") fail("found unknown directive name");
  cursor.skipBlanks();
  const handle = takeHandle(cursor, true, fail);
  const failTag = failing(cursor, "while scanning a %TAG directive", start);
  if (!isGap(cursor.code())) failTag("did not find expected whitespace");
  cursor.skipBlanks();
  const prefix = takeUri(cursor, "", true, fail, true);
  if (!isGap(cursor.code())) failTag("did not find expected whitespace or line break");
  return { kind: "tag-directive", handle, prefix, start, end: cursor.mark() };
}
