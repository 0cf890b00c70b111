/**
 * A quick reader for lists and maps in brackets, of the form that JSON and command lines have, so that commands need
 * not load a YAML parser for them. It gives up on everything that a parser might read differently.
 */
import type { MutableDict, Value } from "../base/value.js";
import { resolveScalar } from "./scalar.js";

/** How deep brackets may stand in each other; a parser says what is wrong with more. */
const MAX_DEPTH = 50;

const BLANKS = / */y;
const SINGLE = /'([^'\n]*)'(?!')/y;
const DOUBLE = /"((?:[^"\\\n]|\\["\\/nt])*)"/y;
/** Words that have no character with a meaning in YAML, but for a dash inside. */
const PLAIN =
  /(?:[A-Za-z0-9_./~+$]|-[A-Za-z0-9.])[A-Za-z0-9_./~+$@%*=;()-]*(?: [A-Za-z0-9_./~+$@%*=;()-]+)*/y;
const KEY_END = /: +| *:(?=["'[{])/y;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t" };

/** The value of a whole text that is one list or map in brackets, or undefined when it needs a real YAML parser. */
export function readPlainFlow(text: string): Value | undefined {
  if (!/^(?:\[.*\]|\{.*\})$/.test(text) || /[^\x20-\x7e]/.test(text)) return undefined;
  const reader = new FlowReader(text);
  const value = reader.collection(0);
  return reader.atEnd ? value : undefined;
}

class FlowReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.#at === this.#text.length;
  }

  /** The list or map that begins here. */
  collection(depth: number): Value | undefined {
    if (depth > MAX_DEPTH) return undefined;
    if (this.#skips("[")) return this.#list(depth);
    return this.#skips("{") ? this.#map(depth) : undefined;
  }

  #list(depth: number): Value | undefined {
    const items: Value[] = [];
    if (this.#skips("]")) return items;
    for (;;) {
      const item = this.#value(depth);
      if (item === undefined) return undefined;
      items.push(item);
      if (this.#skips("]")) return items;
      if (!this.#skips(",")) return undefined;
    }
  }

  #map(depth: number): Value | undefined {
    const out: MutableDict = new Map();
    if (this.#skips("}")) return out;
    for (;;) {
      const key = this.#key();
      if (key === undefined || out.has(key)) return undefined;
      const value = this.#value(depth);
      if (value === undefined) return undefined;
      out.set(key, value);
      if (this.#skips("}")) return out;
      if (!this.#skips(",")) return undefined;
    }
  }

  /** A key with its colon: a text, since numbers as keys may be equal without looking so. */
  #key(): string | undefined {
    const quoted = this.#quoted();
    const key = quoted ?? this.#plain();
    const end = this.#match(KEY_END)?.[0];
    if (typeof key !== "string" || end === undefined) return undefined;
    // Without a blank, a colon behind a plain word would be part of it.
    return quoted === undefined && !/^: +$/.test(end) ? undefined : key;
  }

  #value(depth: number): Value | undefined {
    this.#match(BLANKS);
    const char = this.#text[this.#at];
    if (char === "[" || char === "{") return this.collection(depth + 1);
    return this.#quoted() ?? this.#plain();
  }

  #quoted(): string | undefined {
    const single = this.#match(SINGLE)?.[1];
    if (single !== undefined) return single;
    const double = this.#match(DOUBLE)?.[1];
    return double?.replace(/\\(.)/g, (_all, char: string) => ESCAPES[char] ?? char);
  }

  #plain(): Value | undefined {
    const word = this.#match(PLAIN)?.[0];
    return word === undefined ? undefined : resolveScalar(word);
  }

  /** Goes over a character and the blanks around it, if it stands here. */
  #skips(char: string): boolean {
    const start = this.#at;
    this.#match(BLANKS);
    if (this.#text[this.#at] !== char) {
      this.#at = start;
      return false;
    }
    this.#at += 1;
    if (this.#at < this.#text.length) this.#match(BLANKS);
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.#at = pattern.lastIndex;
    return found;
  }
}
