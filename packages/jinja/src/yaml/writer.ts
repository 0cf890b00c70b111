/**
 * Characters, columns and indents of YAML that is being written, with libyaml's folding of long scalars.
 */
import { escapeChar } from "./double-quoted.js";

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
    this.#column = char === "\n" ? 0 : this.#column + 1;
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
      } else if (/[\n\r\x85\u2028\u2029]/.test(char)) {
        if (!breaks && char === "\n") this.#put("\n");
        this.#put("\n");
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
        for (const each of escapeChar(char, this.#allowUnicode)) this.#put(each);
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

  literal(text: string): void {
    this.indicator("|", true, false, false);
    this.#put("\n");
    this.indention = true;
    this.whitespace = true;
    for (const line of text.split("\n").slice(0, -1)) {
      this.writeIndent();
      for (const char of line) this.#put(char);
      this.#put("\n");
    }
    this.whitespace = true;
  }
}
