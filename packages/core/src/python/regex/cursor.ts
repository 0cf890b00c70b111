/**
 * A place in a regular expression that is being read, and the characters that escapes stand for.
 */
import { patternError } from "./pattern-error.js";

const CONTROL: Readonly<Record<string, string>> = {
  a: "\x07",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** Reads a pattern from left to right. */
export class PatternCursor {
  readonly pattern: string;
  /** Where reading goes on. */
  at: number;

  constructor(pattern: string, at: number) {
    this.pattern = pattern;
    this.at = at;
  }

  /** Whether everything has been read. */
  get ended(): boolean {
    return this.at >= this.pattern.length;
  }

  /** The next character. */
  next(): string {
    const char = String.fromCodePoint(this.pattern.codePointAt(this.at) ?? 0);
    this.at += char.length;
    return char;
  }

  /** Takes what a sticky expression finds here. */
  take(expected: RegExp): RegExpExecArray | null {
    const sticky = new RegExp(expected.source, expected.flags.includes("s") ? "ys" : "y");
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.pattern);
    if (found !== null) this.at = sticky.lastIndex;
    return found;
  }

  /** The character that an escape stands for, inside and outside of classes; `start` is where the backslash is. */
  escaped(char: string, start: number): string {
    const control = CONTROL[char];
    if (control !== undefined) return control;
    if (/[0-7]/.test(char)) {
      const digits = char + (this.take(/[0-7]{0,2}/)?.[0] ?? "");
      return String.fromCodePoint(Number.parseInt(digits, 8));
    }
    const digits = { x: 2, u: 4, U: 8 }[char];
    if (digits !== undefined) {
      const found = this.take(new RegExp(`[0-9A-Fa-f]{${digits}}`));
      const code = Number.parseInt(found?.[0] ?? "", 16);
      if (!(code <= 0x10ffff)) throw patternError(`incomplete escape \\${char}`, start);
      return String.fromCodePoint(code);
    }
    if (/[A-Za-z0-9]/.test(char)) throw patternError(`bad escape \\${char}`, start);
    return char;
  }
}
