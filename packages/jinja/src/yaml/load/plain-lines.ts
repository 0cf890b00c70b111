/**
 * The lines of a YAML text of the plainest kind, one after the other: those with something on them.
 */

/** What `column` is behind the last line. */
export const NO_COLUMN = -1;

const SPACE = 0x20;
const HASH = 0x23;
const PERCENT = 0x25;
const LF = "\n";

/** Breaks other than LF, tabs, what YAML forbids, and characters of two units: such texts are not of the plainest kind. */
const UNUSUAL = /[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

/** Whether all characters are of the kinds that `PlainLines` knows. */
export function hasPlainCharacters(text: string): boolean {
  return !UNUSUAL.test(text);
}

/** The line that is read, and the way to the next one. */
export class PlainLines {
  readonly text: string;
  /** How far in the line begins; NO_COLUMN behind the last. */
  column = NO_COLUMN;
  /** The line's first character. */
  at = 0;
  /** Where the line ends. */
  end = 0;
  /** Where the next line begins. */
  next = 0;
  /** Whether something was found that is not of the plainest kind. Nothing more is read then. */
  refused = false;
  #begun = false;
  #comment = -1;

  constructor(text: string) {
    this.text = text;
  }

  /** Ends the reading. */
  refuse(): void {
    this.refused = true;
    this.column = NO_COLUMN;
    this.next = this.text.length;
  }

  /** Goes to the next line that has something on it. */
  advance(): void {
    while (this.next < this.text.length) {
      const start = this.next;
      const end = this.#lineEnd(start);
      const at = this.skipSpaces(start, end);
      this.next = end + 1;
      const first = at === end ? HASH : this.text.charCodeAt(at);
      if (first === HASH) continue;
      this.at = at;
      this.end = end;
      this.column = at - start;
      if (this.column > 0 || !this.#isMark(first)) {
        this.#begun = true;
        return;
      }
    }
    this.column = NO_COLUMN;
  }

  /** A document may begin with `---`; other marks and directives are refused. */
  #isMark(first: number): boolean {
    const { text, at, end } = this;
    if (first !== PERCENT && !text.startsWith("---", at) && !text.startsWith("...", at)) return false;
    if (this.#begun || text.slice(at, end) !== "---") this.refuse();
    this.#begun = true;
    return true;
  }

  #lineEnd(start: number): number {
    const found = this.text.indexOf(LF, start);
    return found < 0 ? this.text.length : found;
  }

  /** The first place from `from` on that has no space, at most `end`. */
  skipSpaces(from: number, end: number): number {
    let at = from;
    while (at < end && this.text.charCodeAt(at) === SPACE) at += 1;
    return at;
  }

  /** Where what the line has from a place on ends: before a comment, and before the spaces there. */
  contentEnd(from: number): number {
    if (this.#comment < from) {
      const found = this.text.indexOf(" #", from);
      this.#comment = found < 0 ? this.text.length : found;
    }
    return this.trimSpaces(from, Math.min(this.#comment, this.end));
  }

  /** Where a text between two places ends without the spaces behind it. */
  trimSpaces(from: number, end: number): number {
    let last = end;
    while (last > from && this.text.charCodeAt(last - 1) === SPACE) last -= 1;
    return last;
  }

  /** Whether a space stands there, or the line ends. */
  isGap(at: number): boolean {
    return at >= this.end || this.text.charCodeAt(at) === SPACE;
  }

  /** The lines of a literal that belongs to a collection at a column; on to the line behind it. */
  takeLiteral(header: string, column: number): string {
    const { text } = this;
    const indent = this.skipSpaces(this.next, text.length) - this.next;
    const lines: string[] = [];
    let length = 0;
    let lastBreak = "";
    while (this.next < text.length) {
      const start = this.next;
      const end = this.#lineEnd(start);
      const at = this.skipSpaces(start, end);
      const isEmpty = at === end && at - start <= indent;
      if (isEmpty && (end === text.length || lines.length === 0)) this.refuse();
      if (!isEmpty && at - start < indent) break;
      lines.push(isEmpty ? "" : text.slice(start + indent, end));
      if (!isEmpty) {
        length = lines.length;
        lastBreak = end < text.length ? LF : "";
      }
      this.next = end + 1;
    }
    const trailing = lines.length - length;
    lines.length = length;
    this.advance();
    if (indent <= column || length === 0 || this.column > column) this.refuse();
    return lines.join(LF) + chomped(header, lastBreak, trailing);
  }
}

/** What stays of the ends of a literal's last lines. */
function chomped(header: string, lastBreak: string, trailing: number): string {
  if (header === "|-") return "";
  return header === "|+" ? lastBreak + LF.repeat(trailing) : lastBreak;
}
