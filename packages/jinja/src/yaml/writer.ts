/**
 * Characters, columns and indents of YAML that is being written, with libyaml's folding of long scalars.
 */
import { escapeChar } from "./double-quoted.js";

const BREAK = /[\n\r\x85\u2028\u2029]/;

/** Collects the text. */
export class YamlWriter {
  #out = "";
  #column = 0;
  whitespace = true;
  indention = true;
  indent = -1;
  readonly width: number;
  readonly #allowUnicode: boolean;

  constructor(width: number, allowUnicode: boolean) {
    this.width = width;
    this.#allowUnicode = allowUnicode;
  }

  get text(): string {
    return this.#out;
  }

  get tooWide(): boolean {
    return this.#column > this.width;
  }

  #put(char: string): void {
    this.#out += char;
    this.#column = BREAK.test(char) ? 0 : this.#column + 1;
  }

  writeIndent(): void {
    const indent = Math.max(this.indent, 0);
    if (!this.indention || this.#column > indent || (this.#column === indent && !this.whitespace))
      this.#put("\n");
    while (this.#column < indent) this.#put(" ");
    this.whitespace = true;
    this.indention = true;
  }

  indicator(text: string, needsSpace: boolean, isSpace: boolean, isIndention: boolean): void {
    if (needsSpace && !this.whitespace) this.#put(" ");
    for (const char of text) this.#put(char);
    this.whitespace = isSpace;
    this.indention = this.indention && isIndention;
  }

  plain(text: string, fold: boolean, inFlow: boolean): void {
    if (!this.whitespace && (text !== "" || inFlow)) this.#put(" ");
    const chars = Array.from(text);
    let spaces = false;
    chars.forEach((char, index) => {
      if (char === " ") {
        if (fold && !spaces && this.tooWide && chars[index + 1] !== " ") this.writeIndent();
        else this.#put(char);
        spaces = true;
        return;
      }
      this.#put(char);
      spaces = false;
      this.indention = false;
    });
    this.whitespace = false;
    this.indention = false;
  }

  singleQuoted(text: string, fold: boolean): void {
    this.indicator("'", true, false, false);
    const chars = Array.from(text);
    const last = chars.length - 1;
    let spaces = false;
    let breaks = false;
    chars.forEach((char, index) => {
      if (char === " ") {
        const folds =
          fold && !spaces && this.tooWide && index > 0 && index < last && chars[index + 1] !== " ";
        if (folds) this.writeIndent();
        else this.#put(char);
        spaces = true;
      } else if (BREAK.test(char)) {
        if (!breaks && char === "\n") this.#put("\n");
        this.#put(char);
        this.indention = true;
        breaks = true;
      } else {
        if (breaks) this.writeIndent();
        if (char === "'") this.#put("'");
        this.#put(char);
        this.indention = false;
        spaces = false;
        breaks = false;
      }
    });
    if (breaks) this.writeIndent();
    this.indicator("'", false, false, false);
  }

  doubleQuoted(text: string, fold: boolean): void {
    this.indicator('"', true, false, false);
    const chars = Array.from(text);
    let spaces = false;
    chars.forEach((char, index) => {
      if (char !== " ") {
        for (const each of escapeChar(char, this.#allowUnicode && char.length === 1)) this.#put(each);
        spaces = false;
        return;
      }
      if (fold && !spaces && this.tooWide && index > 0 && index < chars.length - 1) {
        this.writeIndent();
        if (chars[index + 1] === " ") this.#put("\\");
      } else this.#put(char);
      spaces = true;
    });
    this.indicator('"', false, false, false);
  }

  /** A literal (`|`) or folded (`>`) block; `step` is the indentation that a header may have to name. */
  block(text: string, style: "|" | ">", step: number): void {
    const chars = Array.from(text);
    this.indicator(style + blockHints(chars, step), true, false, false);
    this.#put("\n");
    this.indention = true;
    this.whitespace = true;
    let breaks = true;
    let leadingSpace = true;
    chars.forEach((char, index) => {
      if (BREAK.test(char)) {
        const folds = style === ">" && !breaks && !leadingSpace && char === "\n";
        if (folds && !endsLine(chars, index)) this.#put("\n");
        this.#put(char);
        this.indention = true;
        breaks = true;
        return;
      }
      if (breaks) {
        this.writeIndent();
        leadingSpace = char === " " || char === "\t";
      }
      const folds = style === ">" && !breaks && char === " " && chars[index + 1] !== " " && this.tooWide;
      if (folds) this.writeIndent();
      else this.#put(char);
      this.indention = false;
      breaks = false;
    });
    this.whitespace = true;
  }
}

/** What the header says: the indentation where the text begins with white space, and how it ends. */
function blockHints(chars: readonly string[], step: number): string {
  const first = chars[0] ?? "";
  const indent = first === " " || BREAK.test(first) ? String(step) : "";
  const last = chars.at(-1) ?? "";
  if (!BREAK.test(last)) return `${indent}-`;
  return chars.length === 1 || BREAK.test(chars.at(-2) ?? "") ? `${indent}+` : indent;
}

/** Whether nothing but breaks and then white space or the end comes from here. */
function endsLine(chars: readonly string[], from: number): boolean {
  let at = from;
  while (at < chars.length && BREAK.test(chars[at] ?? "")) at += 1;
  const next = chars[at];
  return next === undefined || next === " " || next === "\t";
}
