/**
 * Python's regular expressions written as JavaScript's, with Python's meaning of anchors, classes and escapes.
 */
import type { Alphabet } from "./regex-classes.js";
import { literal, namedSet, wordBoundary } from "./regex-classes.js";
import { patternError, unsupportedPattern } from "./regex-error.js";

/** The flags of `re` that change how a pattern is read. */
export interface RegexFlags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly verbose: boolean;
  readonly alphabet: Alphabet;
}

/** No flags, for texts. */
export const PLAIN_FLAGS: RegexFlags = {
  ignoreCase: false,
  multiline: false,
  dotAll: false,
  verbose: false,
  alphabet: "unicode",
};

/** A pattern for JavaScript, and the flags with those that the pattern itself sets. */
export interface TranslatedPattern {
  readonly source: string;
  readonly flags: RegexFlags;
}

const END = "(?![\\s\\S])";
const START = "(?<![\\s\\S])";
const CONTROL: Readonly<Record<string, string>> = {
  a: "\x07",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
/** Longest pattern taken, in characters. */
const MAX_PATTERN = 65_536;

/** Translates a pattern. Throws PythonError (`re.error`) for one that is wrong or cannot be carried over. */
export function translatePattern(pattern: string, flags: RegexFlags): TranslatedPattern {
  if (pattern.length > MAX_PATTERN) throw unsupportedPattern("pattern too long", MAX_PATTERN);
  const opening = /^\(\?([aimsuxL]+)\)/.exec(pattern);
  const inner = opening === null ? flags : withLetters(flags, opening[1] ?? "");
  const reader = new PatternReader(pattern, opening?.[0].length ?? 0, inner);
  return { source: reader.translate(), flags: inner };
}

function withLetters(flags: RegexFlags, letters: string): RegexFlags {
  return {
    ignoreCase: flags.ignoreCase || letters.includes("i"),
    multiline: flags.multiline || letters.includes("m"),
    dotAll: flags.dotAll || letters.includes("s"),
    verbose: flags.verbose || letters.includes("x"),
    alphabet: letters.includes("a") ? "ascii" : flags.alphabet,
  };
}

/** Reads one pattern from left to right. */
class PatternReader {
  readonly #pattern: string;
  readonly #flags: RegexFlags;
  #at: number;

  constructor(pattern: string, at: number, flags: RegexFlags) {
    this.#pattern = pattern;
    this.#at = at;
    this.#flags = flags;
  }

  translate(): string {
    let out = "";
    while (this.#at < this.#pattern.length) out += this.#term();
    return out;
  }

  #next(): string {
    const char = String.fromCodePoint(this.#pattern.codePointAt(this.#at) ?? 0);
    this.#at += char.length;
    return char;
  }

  /** Takes what a sticky expression finds here. */
  #take(expected: RegExp): RegExpExecArray | null {
    const sticky = new RegExp(expected.source, "y");
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#pattern);
    if (found !== null) this.#at = sticky.lastIndex;
    return found;
  }

  #term(): string {
    const { multiline, dotAll, verbose } = this.#flags;
    if (verbose && this.#take(/(?:[ \t\n\r\f\v]|#[^\n]*)+/) !== null) return "";
    const char = this.#next();
    if (char === "\\") return this.#escape();
    if (char === "[") return this.#class();
    if (char === "(") return this.#group();
    if (char === ".") return dotAll ? "[\\s\\S]" : "[^\\n]";
    if (char === "^") return multiline ? `(?:${START}|(?<=\\n))` : START;
    if (char === "$") return multiline ? `(?=\\n|${END})` : `(?=\\n?${END})`;
    if (char === "*" || char === "+" || char === "?") return char + this.#afterRepeat();
    if (char === "{") return this.#braces();
    if (char === "|" || char === ")") return char;
    return literal(char, false);
  }

  /** What may follow a repetition: `?` makes it lazy; `+` makes it possessive, which JavaScript does not have. */
  #afterRepeat(): string {
    if (this.#pattern[this.#at] === "+") throw unsupportedPattern("possessive repeat", this.#at);
    return this.#take(/\?/) === null ? "" : "?";
  }

  #braces(): string {
    const found = this.#take(/(\d*)(,?)(\d*)\}/);
    if (found === null || found[0] === "}") {
      if (found !== null) this.#at -= 1;
      return "\\{";
    }
    const [, low = "", comma = "", high = ""] = found;
    return `{${low === "" ? "0" : low}${comma}${high}}${this.#afterRepeat()}`;
  }

  #group(): string {
    const start = this.#at - 1;
    if (this.#pattern[this.#at] !== "?") return "(";
    if (this.#take(/\?#[^)]*\)/) !== null) return "";
    const named = this.#take(/\?P<([^\W\d]\w*)>/);
    if (named !== null) return `(?<${named[1]}>`;
    const back = this.#take(/\?P=(\w+)\)/);
    if (back !== null) return `\\k<${back[1]}>`;
    const plain = this.#take(/\?(?::|<?[=!])/);
    if (plain !== null) return `(${plain[0]}`;
    if (this.#take(/\?[>(]|\?[aimsuxL-]+[:)]/) !== null)
      throw unsupportedPattern(this.#pattern.slice(start, this.#at), start);
    throw patternError("unknown extension", start + 1);
  }

  #escape(): string {
    const start = this.#at - 1;
    if (this.#at >= this.#pattern.length) throw patternError("bad escape (end of pattern)", start);
    const reference = this.#take(/[1-9]\d?(?![0-7])|[89]\d/);
    if (reference !== null) return `(?:\\${reference[0]})`;
    const char = this.#next();
    const { alphabet } = this.#flags;
    if (char === "A") return START;
    if (char === "Z") return END;
    if (char === "b" || char === "B") return wordBoundary(char === "b", alphabet);
    const set = namedSet(char.toLowerCase(), alphabet);
    if (set !== undefined) return char === char.toLowerCase() ? `[${set}]` : `[^${set}]`;
    return literal(this.#escaped(char, start), false);
  }

  /** The character that an escape stands for, inside and outside of classes. */
  #escaped(char: string, start: number): string {
    const control = CONTROL[char];
    if (control !== undefined) return control;
    if (/[0-7]/.test(char)) {
      const digits = char + (this.#take(/[0-7]{0,2}/)?.[0] ?? "");
      return String.fromCodePoint(Number.parseInt(digits, 8));
    }
    const digits = { x: 2, u: 4, U: 8 }[char];
    if (digits !== undefined) {
      const found = this.#take(new RegExp(`[0-9A-Fa-f]{${digits}}`));
      const code = Number.parseInt(found?.[0] ?? "", 16);
      if (!(code <= 0x10ffff)) throw patternError(`incomplete escape \\${char}`, start);
      return String.fromCodePoint(code);
    }
    if (/[A-Za-z0-9]/.test(char)) throw patternError(`bad escape \\${char}`, start);
    return char;
  }

  /** A class; sets that are the opposite of others stand beside it. */
  #class(): string {
    const start = this.#at - 1;
    const isNegated = this.#take(/\^/) !== null;
    let inside = "";
    const beside: string[] = [];
    for (let isFirst = true; ; isFirst = false) {
      if (this.#at >= this.#pattern.length) throw patternError("unterminated character set", start);
      if (!isFirst && this.#take(/\]/) !== null) break;
      const member = this.#member();
      if ("opposite" in member) beside.push(`[^${member.opposite}]`);
      else inside += member.inside;
    }
    if (beside.length === 0) return `[${isNegated ? "^" : ""}${inside}]`;
    const any = [...(inside === "" ? [] : [`[${inside}]`]), ...beside].join("|");
    return isNegated ? `(?:(?!${any})[\\s\\S])` : `(?:${any})`;
  }

  #member(): { readonly inside: string } | { readonly opposite: string } {
    const start = this.#at;
    const set = this.#take(/\\([dswDSW])/)?.[1];
    if (set !== undefined) {
      const named = namedSet(set.toLowerCase(), this.#flags.alphabet) ?? "";
      return set === set.toLowerCase() ? { inside: named } : { opposite: named };
    }
    const low = this.#memberChar();
    if (this.#take(/-(?!\])/) === null) return { inside: literal(low, true) };
    const high = this.#memberChar();
    if ((low.codePointAt(0) ?? 0) > (high.codePointAt(0) ?? 0)) {
      throw patternError(`bad character range ${this.#pattern.slice(start, this.#at)}`, start);
    }
    return { inside: `${literal(low, true)}-${literal(high, true)}` };
  }

  #memberChar(): string {
    const start = this.#at;
    const char = this.#next();
    if (char !== "\\") return char;
    if (this.#at >= this.#pattern.length) throw patternError("bad escape (end of pattern)", start);
    const escaped = this.#next();
    return escaped === "b" ? "\b" : this.#escaped(escaped, start);
  }
}
