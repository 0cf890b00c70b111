/**
 * A place that moves through a YAML text, and the kinds of characters.
 */
import { type Mark, YamlFault } from "./fault.js";

/** What `code` gives behind the last character. */
export const END = -1;

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const NEXT_LINE = 0x85;
const LINE_SEPARATOR = 0x2028;
const PARAGRAPH_SEPARATOR = 0x2029;

/** Whether a line ends here. */
export function isBreak(code: number): boolean {
  if (code > SPACE && code < NEXT_LINE) return false;
  if (code === LF || code === CR) return true;
  return code === NEXT_LINE || code === LINE_SEPARATOR || code === PARAGRAPH_SEPARATOR;
}

/** A space or a tab. */
export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** A break or the end of the text. */
export function isBreakOrEnd(code: number): boolean {
  return code === END || isBreak(code);
}

/** A blank, a break or the end of the text. */
export function isGap(code: number): boolean {
  if (code > SPACE && code < NEXT_LINE) return false;
  return isBlank(code) || isBreakOrEnd(code);
}

/** A letter, digit, `_` or `-`: what names consist of. */
export function isNameCharacter(code: number): boolean {
  if (code >= 0x30 && code <= 0x39) return true;
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f || code === 0x2d;
}

const FORBIDDEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

/** Throws ReaderError for a character that YAML does not allow; Python counts its place in bytes. */
export function refuseForbidden(text: string): void {
  const found = FORBIDDEN.exec(text);
  if (found === null) return;
  const code = found[0].charCodeAt(0).toString(16).padStart(4, "0");
  const position = Buffer.byteLength(text.slice(0, found.index));
  throw new YamlFault({
    pyClass: "ReaderError",
    problem: `unacceptable character #x${code}: control characters are not allowed`,
    tail: `\n  in "<unicode string>", position ${position}`,
  });
}

/** The place, and what stands there. */
export class Cursor {
  readonly text: string;
  /** In UTF-16 units. */
  at = 0;
  line = 0;
  #lineStart = 0;
  readonly #wide: boolean;
  #mark: Mark = { line: 0, column: 0 };
  #markAt = 0;

  constructor(text: string) {
    this.text = text;
    this.#wide = /[\ud800-\udbff]/.test(text);
  }

  /** The code of the character `offset` further, or END. */
  code(offset = 0): number {
    const at = this.at + offset;
    return at < this.text.length ? this.text.charCodeAt(at) : END;
  }

  /** The character here; empty at the end. */
  char(offset = 0): string {
    return this.text.charAt(this.at + offset);
  }

  /** From 0, in characters. */
  get column(): number {
    if (!this.#wide) return this.at - this.#lineStart;
    return Array.from(this.text.slice(this.#lineStart, this.at)).length;
  }

  /** The place; the same object as long as nothing moves. */
  mark(): Mark {
    if (this.#markAt === this.at && this.#mark.line === this.line) return this.#mark;
    this.#mark = { line: this.line, column: this.column };
    this.#markAt = this.at;
    return this.#mark;
  }

  /** Goes on, within a line. */
  skip(count = 1): void {
    this.at += count;
  }

  /** Goes behind the break that is here, and gives what it means: CR, LF and the like are a newline. */
  takeBreak(): string {
    const code = this.code();
    const crlf = code === CR && this.code(1) === LF;
    this.at += crlf ? 2 : 1;
    this.line += 1;
    this.#lineStart = this.at;
    return code === LINE_SEPARATOR || code === PARAGRAPH_SEPARATOR ? String.fromCharCode(code) : "\n";
  }

  /** Goes to the end of the line, and gives what it passed. */
  takeLine(): string {
    const start = this.at;
    while (!isBreakOrEnd(this.code())) this.at += 1;
    return this.text.slice(start, this.at);
  }

  skipBlanks(): void {
    while (isBlank(this.code())) this.at += 1;
  }

  /** Counts a last line without a break as ended, as errors at the end of the text do. */
  endLine(): void {
    if (this.at === this.#lineStart) return;
    this.line += 1;
    this.#lineStart = this.at;
  }

  /** Whether `---` or `...` stands here as a line's first word. */
  isDocumentMark(mark: "---" | "..."): boolean {
    return this.at === this.#lineStart && this.text.startsWith(mark, this.at) && isGap(this.code(3));
  }

  /** Either mark: what ends scalars. */
  isAnyDocumentMark(): boolean {
    return this.isDocumentMark("---") || this.isDocumentMark("...");
  }
}
