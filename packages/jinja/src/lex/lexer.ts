/**
 * Splits a template into tokens, on demand, with Jinja2's whitespace control.
 */

import { TemplateSyntaxError } from "../value/errors.js";
import { repr } from "../value/repr.js";
import { textLength } from "../value/text.js";
import { floatValue, integerValue, unescapeString } from "./literal.js";
import type { SyntaxOptions } from "./options.js";
import { type Rules, rulesFor } from "./rules.js";
import { OPERATORS, type Token } from "./token.js";

const NUMBER_FLOAT = /(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy;
const NUMBER_INT = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy;
const NAME = /[\p{L}\p{N}\p{M}\p{Pc}]+/uy;
const IDENTIFIER = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;
const STRING = /'([^'\\]*(?:\\[\s\S][^'\\]*)*)'|"([^"\\]*(?:\\[\s\S][^"\\]*)*)"/y;
const OPERATOR = /\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/y;
const SPACE = /\s+/y;
const CLOSING: Readonly<Record<string, string>> = { "}": "{", ")": "(", "]": "[" };

/** What Python's `str.rstrip()` removes. */
const TRAILING_SPACE = /[\s\x1c-\x1f\x85]+$/;

/** The source as the lexer wants it: one kind of line break, and no last one unless it is kept. */
function normalizeSource(source: string, options: SyntaxOptions): string {
  const text = source.replace(/\r\n|\r/g, "\n");
  return !options.keepTrailingNewline && text.endsWith("\n") ? text.slice(0, -1) : text;
}

/** The tokens of a template. */
export class Lexer {
  readonly #text: string;
  readonly #options: SyntaxOptions;
  readonly #rules: Rules;
  #at = 0;
  #line = 1;
  #lineStarting = true;

  constructor(source: string, options: SyntaxOptions) {
    this.#options = options;
    this.#text = normalizeSource(source, options);
    this.#rules = rulesFor(options);
  }

  /** Tokens until the end; comments are left out. Throws TemplateSyntaxError when reached. */
  *tokens(): Generator<Token> {
    while (this.#at < this.#text.length) yield* this.#next();
    yield this.#token("eof", "");
  }

  *#next(): Generator<Token> {
    const { opening } = this.#rules;
    opening.lastIndex = this.#at;
    const match = opening.exec(this.#text);
    if (match === null) {
      yield* this.#data(this.#text.slice(this.#at));
      this.#at = this.#text.length;
      return;
    }
    const kind = openingOf(match);
    const sign = match.slice(1).find((group, index, all) => isSign(group, index, all)) ?? "";
    yield* this.#data(this.#stripped(this.#text.slice(this.#at, match.index), sign, kind));
    this.#move(match.index, match[0]);
    yield* this.#inside(kind);
  }

  #move(index: number, matched: string): void {
    this.#line += countLines(this.#text.slice(this.#at, index)) + countLines(matched);
    this.#at = index + matched.length;
    this.#lineStarting = matched.endsWith("\n");
  }

  /** Text before a tag, without what its sign or lstrip_blocks takes away. */
  #stripped(text: string, sign: string, kind: string): string {
    if (sign === "-") return text.replace(TRAILING_SPACE, "");
    if (sign === "+" || !this.#options.lstripBlocks || kind === "variable") return text;
    const start = text.lastIndexOf("\n") + 1;
    if (start === 0 && !this.#lineStarting) return text;
    return /^\s+$/.test(text.slice(start)) ? text.slice(0, start) : text;
  }

  *#data(text: string): Generator<Token> {
    if (text !== "") yield this.#token("data", text.replaceAll("\n", this.#options.newlineSequence));
  }

  *#inside(kind: string): Generator<Token> {
    switch (kind) {
      case "comment":
        this.#skipTo(this.#rules.commentEnd, "Missing end of comment tag");
        return;
      case "linecomment":
        this.#at += /[^\n]*/.exec(this.#text.slice(this.#at))?.[0].length ?? 0;
        return;
      case "raw":
        yield* this.#raw();
        return;
      default:
        yield* this.#tag(kind);
    }
  }

  #skipTo(end: RegExp, complaint: string): RegExpExecArray | undefined {
    end.lastIndex = this.#at;
    const match = end.exec(this.#text);
    if (match === null) {
      // Nothing at all after the opening: Jinja2 takes that for the end.
      if (this.#at < this.#text.length) throw new TemplateSyntaxError(complaint, this.#line);
      return undefined;
    }
    this.#move(match.index, match[0]);
    return match;
  }

  *#raw(): Generator<Token> {
    const start = this.#at;
    const line = this.#line;
    const wasStarting = this.#lineStarting;
    const match = this.#skipTo(this.#rules.rawEnd, "Missing end of raw directive");
    if (match === undefined) return;
    const after = this.#lineStarting;
    this.#lineStarting = wasStarting;
    const text = this.#stripped(this.#text.slice(start, match.index), match[1] ?? "", "raw");
    this.#lineStarting = after;
    if (text !== "") yield { type: "data", value: text, line };
  }

  *#tag(kind: string): Generator<Token> {
    yield { type: kind === "variable" ? "variable_begin" : "block_begin", value: "", line: this.#line };
    const open: string[] = [];
    while (this.#at < this.#text.length) {
      if (open.length === 0) {
        const end = this.#ending(kind);
        if (end !== undefined) {
          yield end;
          return;
        }
      }
      const token = this.#expression(open);
      if (token !== undefined) yield token;
    }
    if (kind === "linestatement") yield this.#token("block_end", "");
  }

  #ending(kind: string): Token | undefined {
    const end =
      kind === "linestatement"
        ? /\s*(\n|$)/y
        : kind === "variable"
          ? this.#rules.variableEnd
          : this.#rules.blockEnd;
    end.lastIndex = this.#at;
    const match = end.exec(this.#text);
    if (match === null) return undefined;
    const token = this.#token(kind === "variable" ? "variable_end" : "block_end", match[0]);
    this.#move(this.#at, match[0]);
    return token;
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#at += match[0].length;
    return match;
  }

  #expression(open: string[]): Token | undefined {
    const line = this.#line;
    const space = this.#take(SPACE);
    if (space !== undefined) {
      this.#line += countLines(space[0]);
      return undefined;
    }
    const number = this.#number(line);
    if (number !== undefined) return number;
    const name = this.#take(NAME)?.[0];
    if (name !== undefined) {
      if (!IDENTIFIER.test(name)) throw new TemplateSyntaxError("Invalid character in identifier", line);
      return { type: "name", value: name, line };
    }
    const string = this.#take(STRING);
    if (string !== undefined) {
      this.#line += countLines(string[0]);
      const body = (string[1] ?? string[2] ?? "").replaceAll("\n", this.#options.newlineSequence);
      return { type: "string", value: unescapeString(body, line), line };
    }
    return this.#operator(open, line);
  }

  #number(line: number): Token | undefined {
    const float = this.#take(NUMBER_FLOAT)?.[0];
    if (float !== undefined) return { type: "float", value: float, line, number: floatValue(float) };
    const whole = this.#take(NUMBER_INT)?.[0];
    return whole === undefined
      ? undefined
      : { type: "integer", value: whole, line, number: integerValue(whole) };
  }

  #operator(open: string[], line: number): Token {
    const text = this.#take(OPERATOR)?.[0];
    if (text === undefined) {
      const char = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
      const at = textLength(this.#text.slice(0, this.#at));
      throw new TemplateSyntaxError(`unexpected char ${repr(char)} at ${at}`, line);
    }
    if ("{([".includes(text)) open.push(text);
    const opener = CLOSING[text];
    if (opener !== undefined) {
      const last = open.pop();
      if (last === undefined) throw new TemplateSyntaxError(`unexpected '${text}'`, line);
      if (last !== opener) {
        const wanted = Object.keys(CLOSING).find((key) => CLOSING[key] === last);
        throw new TemplateSyntaxError(`unexpected '${text}', expected '${wanted}'`, line);
      }
    }
    return { type: OPERATORS.get(text) ?? text, value: text, line };
  }

  #token(type: string, value: string): Token {
    return { type, value, line: this.#line };
  }
}

function openingOf(match: RegExpExecArray): string {
  return Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined)?.[0] ?? "";
}

/** The group after the one that matched holds the sign. */
function isSign(group: string | undefined, index: number, all: readonly (string | undefined)[]): boolean {
  return index % 2 === 1 && group !== undefined && all[index - 1] !== undefined;
}

function countLines(text: string): number {
  return text.split("\n").length - 1;
}
