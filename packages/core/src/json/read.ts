/**
 * JSON texts as values: ints and floats kept apart, big ints whole, keys in order.
 */
import { MalformedError } from "../base/errors.js";
import type { MutableDict, Value } from "../base/value.js";
import { float } from "../base/value.js";
import { shrink } from "../yaml/scalar.js";

/** How deep lists and maps may nest. */
const MAX_DEPTH = 500;

/** Reads one JSON text; NaN and Infinity are taken as Python takes them. Throws MalformedError with line and column. */
export function parseJson(text: string): Value {
  const reader = new JsonReader(text);
  return reader.whole();
}

const WORDS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["null", null],
  ["true", true],
  ["false", false],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);

class JsonReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Value {
    const value = this.#value();
    this.#space();
    if (this.#at < this.#text.length) throw this.#fault("The text goes on after the value");
    return value;
  }

  #fault(problem: string): MalformedError {
    const before = this.#text.slice(0, this.#at).split("\n");
    const column = (before.at(-1)?.length ?? 0) + 1;
    return new MalformedError(`${problem}, line ${before.length}, column ${column}`, {
      hint: "Give a JSON text.",
    });
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #space(): void {
    this.#match(/[ \t\r\n]*/y);
  }

  #take(char: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  #value(): Value {
    this.#space();
    const next = this.#text[this.#at];
    if (next === '"') return this.#string();
    if (next === "[" || next === "{") return this.#nested(next);
    const word = this.#match(/null|true|false|NaN|-?Infinity/y);
    if (word !== undefined) return WORDS.get(word) ?? null;
    const number = this.#match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y);
    if (number === undefined) throw this.#fault("A value is missing");
    return /[.eE]/.test(number) ? float(Number(number)) : shrink(BigInt(number));
  }

  #nested(open: string): Value {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw this.#fault("Lists and maps are nested too deep");
    this.#at += 1;
    const value = open === "[" ? this.#list() : this.#map();
    this.#depth -= 1;
    return value;
  }

  #list(): Value {
    const items: Value[] = [];
    if (this.#take("]")) return items;
    do {
      items.push(this.#value());
    } while (this.#take(","));
    if (!this.#take("]")) throw this.#fault("',' or ']' is missing");
    return items;
  }

  #map(): Value {
    const out: MutableDict = new Map();
    if (this.#take("}")) return out;
    do {
      this.#space();
      const key = this.#string();
      if (!this.#take(":")) throw this.#fault("':' is missing");
      out.set(key, this.#value());
    } while (this.#take(","));
    if (!this.#take("}")) throw this.#fault("',' or '}' is missing");
    return out;
  }

  #string(): string {
    const start = this.#at;
    const quoted = this.#match(/"(?:[^"\\]|\\[\s\S])*"/y);
    if (quoted === undefined) throw this.#fault("A text in double quotes is missing");
    try {
      return String(JSON.parse(quoted));
    } catch {
      this.#at = start;
      throw this.#fault("The text has a wrong escape or a control character");
    }
  }
}
