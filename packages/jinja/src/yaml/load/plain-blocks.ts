/**
 * YAML of the plainest kind, many times as fast as by tokens: block collections of short scalars, as nearly all SLS
 * files are once their templates are rendered. Anything else is left to the parser, faults and their texts included.
 */
import type { MutableDict, Value } from "@salt/core";
import { dictHas, dictSet } from "../../value/dict.js";
import { YamlFault } from "./fault.js";
import { hasPlainCharacters, NO_COLUMN, PlainLines } from "./plain-lines.js";
import { plainTag, STANDARD } from "./resolve-tag.js";
import { boolOf, floatOf, intOf } from "./scalar-values.js";

/** Deeper texts are left to the parser, which knows the limit. */
const MAX_DEPTH = 200;
/** YAML's limit is 1024. */
const MAX_KEY = 1000;
/** Words with a meaning, such as `false`, are no longer. */
const LONGEST_WORD = 5;

const HASH = 0x23;
const DASH = 0x2d;
const SINGLE = 0x27;
const DOUBLE = 0x22;
const BAR = 0x7c;
/** From here on characters are letters, with few others between. */
const LETTERS = 0x41;
/** A scalar that begins so is no plain one, or one for the parser to judge. */
const INDICATORS = new Set(Array.from("?:,[]{}#&*!|>%@`", (char) => char.charCodeAt(0)));
const HEADERS: ReadonlySet<string> = new Set(["|", "|-", "|+"]);
const EMPTY: ReadonlyMap<string, () => Value> = new Map<string, () => Value>([
  ["[]", () => []],
  ["{}", () => new Map()],
]);

/** The value of a text; undefined when it is not of the plainest kind, or at fault. */
export function loadPlainBlocks(text: string): Value | undefined {
  if (!hasPlainCharacters(text)) return undefined;
  const lines = new PlainLines(text);
  lines.advance();
  if (lines.column === NO_COLUMN) return undefined;
  const value = new PlainBlocks(lines).block();
  if (lines.column !== NO_COLUMN) lines.refuse();
  return lines.refused ? undefined : value;
}

class PlainBlocks {
  readonly #lines: PlainLines;
  readonly #text: string;
  readonly #words = new Map<string, Value>();
  #depth = 0;

  constructor(lines: PlainLines) {
    this.#lines = lines;
    this.#text = lines.text;
  }

  /** The collection that begins on this line. */
  block(): Value {
    const { column, at } = this.#lines;
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) this.#lines.refuse();
    const value = this.#isEntry(at) ? this.#sequence(column) : this.#mapping(column);
    this.#depth -= 1;
    return value;
  }

  #isEntry(at: number): boolean {
    return this.#text.charCodeAt(at) === DASH && this.#lines.isGap(at + 1);
  }

  #sequence(column: number): Value {
    const lines = this.#lines;
    const out: Value[] = [];
    do {
      const at = lines.skipSpaces(lines.at + 1, lines.end);
      out.push(this.#entry(at, column));
    } while (lines.column === column && this.#isEntry(lines.at));
    if (lines.column > column) lines.refuse();
    return out;
  }

  /** What stands behind a dash: often a mapping that goes on below. */
  #entry(at: number, column: number): Value {
    const lines = this.#lines;
    const colon = at >= lines.end ? -1 : this.#keyEnd(at);
    if (colon < 0) return this.#value(at, column, false);
    const inner = column + at - lines.at;
    lines.at = at;
    return this.#mapping(inner, colon);
  }

  #mapping(column: number, firstColon?: number): Value {
    const lines = this.#lines;
    const out: MutableDict = new Map();
    let colon = firstColon ?? this.#keyEnd(lines.at);
    while (colon >= 0) {
      const key = this.#key(lines.at, colon);
      const value = this.#value(colon + 1, column, true);
      this.#set(out, key, value);
      if (lines.column !== column) break;
      colon = this.#keyEnd(lines.at);
    }
    if (colon < 0 || lines.column > column) lines.refuse();
    return out;
  }

  #set(out: MutableDict, key: Value, value: Value): void {
    if (typeof key === "string") {
      if (out.has(key)) this.#lines.refuse();
      out.set(key, value);
    } else {
      if (dictHas(out, key)) this.#lines.refuse();
      dictSet(out, key, value);
    }
  }

  /** Where the colon of a key that begins here is; -1 when there is none. */
  #keyEnd(at: number): number {
    const lines = this.#lines;
    const first = this.#text.charCodeAt(at);
    if (INDICATORS.has(first) || this.#isEntry(at)) return -1;
    let colon = at;
    if (first === SINGLE || first === DOUBLE) {
      colon = lines.skipSpaces(this.#closing(at) + 1, lines.end);
      return this.#text.charAt(colon) === ":" && lines.isGap(colon + 1) ? colon : -1;
    }
    do {
      colon = this.#text.indexOf(":", colon + 1);
    } while (colon >= 0 && colon < lines.end && !lines.isGap(colon + 1));
    return colon < lines.end && colon - at < MAX_KEY && lines.contentEnd(at) > colon ? colon : -1;
  }

  #key(at: number, colon: number): Value {
    const first = this.#text.charCodeAt(at);
    if (first === SINGLE || first === DOUBLE) return this.#text.slice(at + 1, this.#closing(at));
    return this.#word(this.#text.slice(at, this.#lines.trimSpaces(at, colon)));
  }

  /** The closing quote of a text without escapes on this line. */
  #closing(at: number): number {
    const text = this.#text;
    const { end } = this.#lines;
    const closing = text.indexOf(text.charAt(at), at + 1);
    const isHere = closing > 0 && closing < end && closing - at < MAX_KEY;
    const isPlain =
      text.charCodeAt(at) === DOUBLE
        ? !text.slice(at, closing).includes("\\")
        : text.charCodeAt(closing + 1) !== SINGLE;
    if (isHere && isPlain) return closing;
    this.#lines.refuse();
    return end;
  }

  /** What stands at a place, or below; on to the line behind it. */
  #value(from: number, column: number, ofKey: boolean): Value {
    const lines = this.#lines;
    const at = lines.skipSpaces(from, lines.end);
    const first = this.#text.charCodeAt(at);
    if (at >= lines.end || first === HASH) return this.#below(column, ofKey);
    if (first === BAR) return this.#literal(at, column);
    const value = first === SINGLE || first === DOUBLE ? this.#quoted(at) : this.#unquoted(at, first);
    lines.advance();
    if (lines.column > column) lines.refuse();
    return value;
  }

  #below(column: number, ofKey: boolean): Value {
    const lines = this.#lines;
    lines.advance();
    if (lines.column > column) return this.block();
    const isIndentless = ofKey && lines.column === column && this.#isEntry(lines.at);
    return isIndentless ? this.#sequence(column) : null;
  }

  #literal(at: number, column: number): Value {
    const header = this.#text.slice(at, this.#lines.contentEnd(at));
    if (!HEADERS.has(header)) this.#lines.refuse();
    return this.#lines.takeLiteral(header, column);
  }

  #quoted(at: number): Value {
    const closing = this.#closing(at);
    if (this.#lines.contentEnd(closing) > closing + 1) this.#lines.refuse();
    return this.#text.slice(at + 1, closing);
  }

  #unquoted(at: number, first: number): Value {
    const text = this.#text.slice(at, this.#lines.contentEnd(at));
    const empty = EMPTY.get(text);
    if (empty !== undefined) return empty();
    const isPlain =
      !INDICATORS.has(first) && !this.#isEntry(at) && !text.includes(": ") && !text.endsWith(":");
    if (!isPlain) this.#lines.refuse();
    return this.#word(text);
  }

  /** What a plain scalar means. */
  #word(text: string): Value {
    if (text.length > LONGEST_WORD && text.charCodeAt(0) >= LETTERS) return text;
    const known = this.#words.get(text);
    if (known !== undefined) return known;
    const meant = this.#meaning(text);
    this.#words.set(text, meant);
    return meant;
  }

  #meaning(text: string): Value {
    try {
      const meant = meaningOf(text);
      if (meant !== undefined) return meant;
    } catch (error) {
      if (!(error instanceof YamlFault)) throw error;
    }
    this.#lines.refuse();
    return null;
  }
}

/** What a plain scalar means; undefined for one that only the parser knows. Throws YamlFault. */
function meaningOf(text: string): Value | undefined {
  switch (plainTag(text)) {
    case `${STANDARD}str`:
      return text;
    case `${STANDARD}null`:
      return null;
    case `${STANDARD}bool`:
      return boolOf(text);
    case `${STANDARD}int`:
      return intOf(text);
    case `${STANDARD}float`:
      return floatOf(text);
    default:
      return undefined;
  }
}
