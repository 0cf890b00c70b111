/**
 * Python's regular expressions written as JavaScript's, with Python's meaning of anchors, classes and escapes.
 */
import type { Alphabet } from "./classes.js";
import { literal, namedSet, wordBoundary } from "./classes.js";
import { PatternCursor } from "./cursor.js";
import { patternError, unsupportedPattern } from "./pattern-error.js";
import { readClass } from "./read-class.js";

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
/** Longest pattern taken, in characters. */
const MAX_PATTERN = 65_536;

/** Translates a pattern. Throws PatternError for one that is wrong or cannot be carried over. */
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
  readonly #cursor: PatternCursor;
  readonly #flags: RegexFlags;
  readonly #names = new Map<string, number>();
  /** The groups that are open; only those that count have a number. */
  readonly #open: { readonly start: number; readonly number: number | undefined }[] = [];
  #count = 0;
  /** What a repetition would repeat: something, nothing at all, or a repetition. */
  #before: "item" | "nothing" | "repeat" = "nothing";

  constructor(pattern: string, at: number, flags: RegexFlags) {
    this.#cursor = new PatternCursor(pattern, at);
    this.#flags = flags;
  }

  translate(): string {
    let out = "";
    while (!this.#cursor.ended) out += this.#term();
    const open = this.#open.pop();
    if (open !== undefined) throw patternError("missing ), unterminated subpattern", open.start);
    return out;
  }

  #term(): string {
    const { multiline, dotAll, verbose } = this.#flags;
    if (verbose && this.#cursor.take(/(?:[ \t\n\r\f\v]|#[^\n]*)+/) !== null) return "";
    const char = this.#cursor.next();
    if (char === "*" || char === "+" || char === "?") return this.#repeated(char, this.#cursor.at - 1);
    if (char === "{") return this.#braces();
    const isAnchor = char === "^" || char === "$" || char === "|";
    this.#before = isAnchor ? "nothing" : "item";
    if (char === "\\") return this.#escape();
    if (char === "[") return readClass(this.#cursor, this.#flags.alphabet);
    if (char === "(") return this.#group();
    if (char === ")") return this.#closed();
    if (char === ".") return dotAll ? "[\\s\\S]" : "[^\\n]";
    if (char === "^") return multiline ? `(?:${START}|(?<=\\n))` : START;
    if (char === "$") return multiline ? `(?=\\n|${END})` : `(?=\\n?${END})`;
    return char === "|" ? char : literal(char, false);
  }

  #closed(): string {
    if (this.#open.pop() === undefined) throw patternError("unbalanced parenthesis", this.#cursor.at - 1);
    return ")";
  }

  /** A repetition, with its lazy form. Throws when there is nothing that it could repeat. */
  #repeated(sign: string, at: number): string {
    if (this.#before === "nothing") throw patternError("nothing to repeat", at);
    if (this.#before === "repeat") throw patternError("multiple repeat", at);
    this.#before = "repeat";
    return sign + this.#afterRepeat();
  }

  /** What may follow a repetition: `?` makes it lazy; `+` makes it possessive, which JavaScript does not have. */
  #afterRepeat(): string {
    if (this.#cursor.pattern[this.#cursor.at] === "+")
      throw unsupportedPattern("possessive repeat", this.#cursor.at);
    return this.#cursor.take(/\?/) === null ? "" : "?";
  }

  #braces(): string {
    const start = this.#cursor.at - 1;
    const found = this.#cursor.take(/(\d*)(,?)(\d*)\}/);
    if (found === null || found[0] === "}") {
      if (found !== null) this.#cursor.at -= 1;
      this.#before = "item";
      return "\\{";
    }
    const [, low = "", comma = "", high = ""] = found;
    if (high !== "" && Number(high) < Number(low)) {
      throw patternError("min repeat greater than max repeat", start + 1);
    }
    return this.#repeated(`{${low === "" ? "0" : low}${comma}${high}}`, start);
  }

  #group(): string {
    const start = this.#cursor.at - 1;
    if (this.#cursor.take(/\?#/) !== null) return this.#comment(start);
    this.#before = "nothing";
    const isNumbered =
      this.#cursor.pattern[this.#cursor.at] !== "?" ||
      this.#cursor.pattern.startsWith("?P<", this.#cursor.at);
    if (isNumbered) this.#count += 1;
    const number = isNumbered ? this.#count : undefined;
    const opened = isNumbered ? this.#numbered(start) : this.#special(start);
    if (opened.endsWith(")")) this.#before = "item";
    else this.#open.push({ start, number });
    return opened;
  }

  #comment(start: number): string {
    if (this.#cursor.take(/[^)]*\)/) === null) throw patternError("missing ), unterminated comment", start);
    return "";
  }

  /** A group that counts, with its name if it has one. */
  #numbered(start: number): string {
    if (this.#cursor.take(/\?P</) === null) return "(";
    const name = this.#groupName(">", start + 4);
    if (this.#names.has(name)) {
      const was = this.#names.get(name);
      throw patternError(
        `redefinition of group name '${name}' as group ${this.#count}; was group ${was}`,
        start + 4,
      );
    }
    this.#names.set(name, this.#count);
    return `(?<${name}>`;
  }

  #special(start: number): string {
    if (this.#cursor.take(/\?P=/) !== null) {
      const name = this.#groupName(")", start + 4);
      if (!this.#names.has(name)) throw patternError(`unknown group name '${name}'`, start + 4);
      return `(?:\\k<${name}>)`;
    }
    const plain = this.#cursor.take(/\?(?::|<?[=!])/);
    if (plain !== null) return `(${plain[0]}`;
    if (this.#cursor.take(/\?[>(]|\?[aimsuxL-]+[:)]/) !== null)
      throw unsupportedPattern(this.#cursor.pattern.slice(start, this.#cursor.at), start);
    const extension = this.#cursor.take(/\?(?:P.?|<.?|.?)/su)?.[0] ?? "";
    const what = /^\?[P<]?$/.test(extension) ? "unexpected end of pattern" : `unknown extension ${extension}`;
    throw patternError(
      what,
      extension === "?" || what.startsWith("unk") ? start + 1 : this.#cursor.pattern.length,
    );
  }

  /** A group's name up to its end sign, of which `at` is the place. */
  #groupName(end: string, at: number): string {
    const name = this.#cursor.take(end === ">" ? /[^>]*>/ : /[^)]*\)/)?.[0].slice(0, -1);
    if (name === undefined) {
      const rest = this.#cursor.pattern.slice(at);
      throw patternError(rest === "" ? "missing group name" : `missing ${end}, unterminated name`, at);
    }
    if (name === "") throw patternError("missing group name", at);
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) {
      throw patternError(`bad character in group name '${name}'`, at);
    }
    return name;
  }

  #escape(): string {
    const start = this.#cursor.at - 1;
    if (this.#cursor.ended) throw patternError("bad escape (end of pattern)", start);
    const reference = this.#cursor.take(/[1-9]\d?(?![0-7])|[89]\d/);
    if (reference !== null) return this.#reference(Number(reference[0]), start);
    const char = this.#cursor.next();
    const { alphabet } = this.#flags;
    if ("AZbB".includes(char)) this.#before = "nothing";
    if (char === "A") return START;
    if (char === "Z") return END;
    if (char === "b" || char === "B") return wordBoundary(char === "b", alphabet);
    const set = namedSet(char.toLowerCase(), alphabet);
    if (set !== undefined) return char === char.toLowerCase() ? `[${set}]` : `[^${set}]`;
    return literal(this.#cursor.escaped(char, start), false);
  }

  /** A group by its number, which must be there and complete. */
  #reference(group: number, start: number): string {
    if (group > this.#count) throw patternError(`invalid group reference ${group}`, start + 1);
    if (this.#open.some(({ number }) => number === group)) {
      throw patternError("cannot refer to an open group", start);
    }
    return `(?:\\${group})`;
  }
}
