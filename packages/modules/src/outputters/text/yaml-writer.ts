/**
 * Writes the characters of a YAML document: columns, indents, quotes and folded lines, as libyaml does.
 */
import { isPrintable } from "./yaml-scalar.js";

/** Columns after which a line is folded at the next single space. */
const BEST_WIDTH = 80;

const ESCAPES: Readonly<Record<string, string>> = {
  "\0": "\\0",
  "\x07": "\\a",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
  "\u001b": "\\e",
  '"': '\\"',
  "\\": "\\\\",
  "\u0085": "\\N",
  "\u00a0": "\\_",
  "\u2028": "\\L",
  "\u2029": "\\P",
};

/** Text in the making, and where it stands. */
export class YamlWriter {
  text = "";
  column = 0;
  /** Whether the last character was a space or an indent. */
  #afterSpace = true;
  /** Whether the line holds nothing but an indent and indicators. */
  #atIndent = true;

  /** Whether the line is longer than it should be. */
  get isWide(): boolean {
    return this.column > BEST_WIDTH;
  }

  /** Whether only indicators stand on this line, so that a list may begin on it. */
  get isAtIndent(): boolean {
    return this.#atIndent;
  }

  /** Goes to the given column, on a new line unless this one is still empty. */
  indentTo(indent: number): void {
    const goesOn = this.#atIndent && (this.column < indent || (this.column === indent && this.#afterSpace));
    if (!goesOn) this.lineBreak();
    this.#put(" ".repeat(Math.max(indent - this.column, 0)));
    this.#afterSpace = true;
    this.#atIndent = true;
  }

  /** Writes `-`, `:` and the like. */
  indicator(
    mark: string,
    kind: { readonly spaceBefore?: boolean; readonly keepsIndent?: boolean; readonly opens?: boolean } = {},
  ): void {
    if ((kind.spaceBefore ?? false) && !this.#afterSpace) this.#put(" ");
    this.#put(mark);
    this.#afterSpace = kind.opens ?? false;
    this.#atIndent = this.#atIndent && (kind.keepsIndent ?? false);
  }

  plain(text: string, indent: number, mayFold: boolean): void {
    if (!this.#afterSpace) this.#put(" ");
    this.#folded(text, indent, mayFold, true);
    this.#afterSpace = false;
    this.#atIndent = false;
  }

  /** Single quotes: a line break is written as an empty line, since a lone one would read as a space. */
  single(text: string, indent: number, mayFold: boolean): void {
    this.indicator("'", { spaceBefore: true });
    const parts = text.replaceAll("'", "''").split(/(\n+)/);
    for (const [index, part] of parts.entries()) {
      if (part.startsWith("\n")) {
        this.#put(`\n${part}`);
        this.column = 0;
        this.#atIndent = true;
        this.indentTo(indent);
      } else this.#folded(part, indent, mayFold, index === 0 || index === parts.length - 1);
    }
    this.indicator("'");
  }

  /** Double quotes, with escapes for everything unusual. */
  double(text: string, indent: number, mayFold: boolean): void {
    this.indicator('"', { spaceBefore: true });
    const characters = [...text];
    let afterSpace = false;
    for (const [index, character] of characters.entries()) {
      const inside = index > 0 && index < characters.length - 1;
      if (character === " " && mayFold && !afterSpace && this.isWide && inside) {
        this.indentTo(indent);
        if (characters[index + 1] === " ") this.#put("\\");
      } else this.#put(escaped(character));
      afterSpace = character === " ";
    }
    this.indicator('"');
  }

  lineBreak(): void {
    this.text += "\n";
    this.column = 0;
    this.#afterSpace = true;
    this.#atIndent = true;
  }

  /** A single space beyond the width becomes a line break, except at the very ends of the text. */
  #folded(text: string, indent: number, mayFold: boolean, hasEnds: boolean): void {
    let afterSpace = false;
    for (let at = 0; at < text.length; at += 1) {
      const character = text.charAt(at);
      const inside = !hasEnds || (at > 0 && at < text.length - 1);
      const foldable = character === " " && mayFold && !afterSpace && inside && text[at + 1] !== " ";
      if (foldable && this.isWide) this.indentTo(indent);
      else {
        this.#put(character);
        this.#afterSpace = false;
        this.#atIndent = false;
      }
      afterSpace = character === " ";
    }
  }

  #put(text: string): void {
    this.text += text;
    this.column += [...text].length;
  }
}

function escaped(character: string): string {
  const named = ESCAPES[character];
  if (named !== undefined) return named;
  if (isPrintable(character)) return character;
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  if (code.length <= 2) return `\\x${code.padStart(2, "0")}`;
  return code.length <= 4 ? `\\u${code.padStart(4, "0")}` : `\\U${code.padStart(8, "0")}`;
}
