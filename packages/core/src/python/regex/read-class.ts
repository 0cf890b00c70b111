/**
 * Classes of characters of Python's regular expressions, as `[a-z\\d]`.
 */
import type { Alphabet } from "./classes.js";
import { literal, namedSet } from "./classes.js";
import type { PatternCursor } from "./cursor.js";
import { patternError } from "./pattern-error.js";

/** Reads a class, of which the bracket has been taken; sets that are the opposite of others stand beside it. */
export function readClass(cursor: PatternCursor, alphabet: Alphabet): string {
  const start = cursor.at - 1;
  const isNegated = cursor.take(/\^/) !== null;
  let inside = "";
  const beside: string[] = [];
  for (let isFirst = true; ; isFirst = false) {
    if (cursor.ended) throw patternError("unterminated character set", start);
    if (!isFirst && cursor.take(/\]/) !== null) break;
    const found = member(cursor, alphabet);
    if ("opposite" in found) beside.push(`[^${found.opposite}]`);
    else inside += found.inside;
  }
  if (beside.length === 0) return `[${isNegated ? "^" : ""}${inside}]`;
  const any = [...(inside === "" ? [] : [`[${inside}]`]), ...beside].join("|");
  return isNegated ? `(?:(?!${any})[\\s\\S])` : `(?:${any})`;
}

function member(
  cursor: PatternCursor,
  alphabet: Alphabet,
): { readonly inside: string } | { readonly opposite: string } {
  const start = cursor.at;
  const set = cursor.take(/\\([dswDSW])/)?.[1];
  if (set !== undefined) {
    const named = namedSet(set.toLowerCase(), alphabet) ?? "";
    return set === set.toLowerCase() ? { inside: named } : { opposite: named };
  }
  const low = memberChar(cursor);
  if (cursor.take(/-(?!\])/) === null) return { inside: literal(low, true) };
  const high = memberChar(cursor);
  if ((low.codePointAt(0) ?? 0) > (high.codePointAt(0) ?? 0)) {
    throw patternError(`bad character range ${cursor.pattern.slice(start, cursor.at)}`, start);
  }
  return { inside: `${literal(low, true)}-${literal(high, true)}` };
}

function memberChar(cursor: PatternCursor): string {
  const start = cursor.at;
  const char = cursor.next();
  if (char !== "\\") return char;
  if (cursor.ended) throw patternError("bad escape (end of pattern)", start);
  const escaped = cursor.next();
  return escaped === "b" ? "\b" : cursor.escaped(escaped, start);
}
