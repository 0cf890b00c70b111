/**
 * JSON5 texts as values: ints stay ints, floats floats, and dicts keep their order.
 */
import type { MutableDict, Value } from "@salt/core";
import { float } from "@salt/core";
import { RenderFault } from "@salt/render";

/** The deepest nesting. */
const MAX_DEPTH = 500;

const SPACE = /(?:[\s\ufeff]|\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\/)*/y;
const NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F]+|Infinity|NaN|(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?![\p{ID_Continue}$.])/uy;
const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const TEXT = /"(?:[^"\\\n\r]|\\(?:\r\n|[\s\S]))*"|'(?:[^'\\\n\r]|\\(?:\r\n|[\s\S]))*'/y;
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(\r\n|[\s\S]))/g;
const ESCAPES: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "0": "\0",
};
const WORDS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["null", null],
  ["true", true],
  ["false", false],
]);

/** The value of a text. Throws RenderFault with the line. */
export function readJson5(text: string): Value {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  end(): void {
    this.#take(SPACE);
    if (this.#at < this.#text.length) throw this.#fault();
  }

  value(depth: number): Value {
    if (depth > MAX_DEPTH) throw this.#fault("maximum recursion depth exceeded");
    this.#take(SPACE);
    const char = this.#text[this.#at];
    if (char === "{") return this.#dict(depth);
    if (char === "[") return this.#list(depth);
    const text = this.#take(TEXT);
    if (text !== undefined) return unescaped(text);
    const number = this.#take(NUMBER);
    if (number !== undefined) return numberOf(number);
    const start = this.#at;
    const word = WORDS.get(this.#take(NAME) ?? "");
    if (word !== undefined) return word;
    this.#at = start;
    throw this.#fault();
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #is(char: string): boolean {
    this.#take(SPACE);
    if (this.#text[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  #list(depth: number): Value {
    const out: Value[] = [];
    this.#at += 1;
    while (!this.#is("]")) {
      out.push(this.value(depth + 1));
      if (this.#is(",")) continue;
      if (this.#is("]")) break;
      throw this.#fault();
    }
    return out;
  }

  #dict(depth: number): Value {
    const out: MutableDict = new Map();
    this.#at += 1;
    while (!this.#is("}")) {
      const key = this.#key();
      if (!this.#is(":")) throw this.#fault();
      out.set(key, this.value(depth + 1));
      if (this.#is(",")) continue;
      if (this.#is("}")) break;
      throw this.#fault();
    }
    return out;
  }

  #key(): string {
    const text = this.#take(TEXT);
    const key = text === undefined ? this.#take(NAME) : unescaped(text);
    if (key === undefined) throw this.#fault();
    return key;
  }

  #fault(problem?: string): RenderFault {
    const line = this.#text.slice(0, this.#at).split("\n").length;
    const char = this.#text[this.#at];
    const what = char === undefined ? "Unexpected end of the text" : `Unexpected ${JSON.stringify(char)}`;
    return new RenderFault(problem ?? what, { line, source: this.#text });
  }
}

function unescaped(quoted: string): string {
  return quoted.slice(1, -1).replace(ESCAPE, (_, two?: string, four?: string, char = "") => {
    const code = two ?? four;
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    if (/[\n\r\u2028\u2029]/.test(char)) return "";
    return ESCAPES[char] ?? char;
  });
}

function numberOf(text: string): Value {
  const sign = text.startsWith("-") ? -1 : 1;
  const digits = text.replace(/^[+-]/, "");
  if (digits === "Infinity") return sign * Number.POSITIVE_INFINITY;
  if (digits === "NaN") return Number.NaN;
  const whole = /^0x/i.test(digits) || /^\d+$/.test(digits);
  if (!whole) return float(sign * Number(digits));
  const value = BigInt(digits) * BigInt(sign);
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
