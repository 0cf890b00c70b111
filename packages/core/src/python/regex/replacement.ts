/**
 * The replacement texts of Python's `re.sub`: `\1`, `\g<name>` and the usual escapes.
 */
import { patternError } from "./pattern-error.js";

/** A part of a replacement: a text, or a group by number or name. */
type Part = { readonly text: string } | { readonly group: number | string };

const CONTROL: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const ESCAPE = /\\(?:g<([^>]*)>|(0[0-7]{0,2}|[0-3][0-7]{2})|([1-9]\d?)|([\s\S]?))/g;

/** A replacement, read once and filled in for each match. */
export class Replacement {
  readonly #parts: readonly Part[];

  constructor(parts: readonly Part[]) {
    this.#parts = parts;
  }

  /** Reads a replacement text. Throws PatternError for an escape that means nothing. */
  static parse(text: string): Replacement {
    const parts: Part[] = [];
    let from = 0;
    for (const found of text.matchAll(ESCAPE)) {
      parts.push({ text: text.slice(from, found.index) }, partOf(found));
      from = found.index + found[0].length;
    }
    return new Replacement([...parts, { text: text.slice(from) }]);
  }

  /** The replacement for one match. Throws PythonError for a group that the pattern does not have. */
  fill(match: RegExpExecArray): string {
    return this.#parts.map((part) => ("text" in part ? part.text : groupOf(match, part.group))).join("");
  }
}

function partOf(found: RegExpExecArray): Part {
  const [, name, octal, number, char] = found;
  if (octal !== undefined) return { text: String.fromCodePoint(Number.parseInt(octal, 8)) };
  if (number !== undefined) return { group: Number(number) };
  if (name !== undefined) {
    if (/^\d+$/.test(name)) return { group: Number(name) };
    if (/^[^\W\d]\w*$/.test(name)) return { group: name };
    throw patternError(`bad character in group name '${name}'`, found.index + 3);
  }
  const control = CONTROL[char ?? ""];
  if (control !== undefined) return { text: control };
  if (char === "\\") return { text: "\\" };
  if (char === "" || char === undefined) throw patternError("bad escape (end of pattern)", found.index);
  if (/[A-Za-z]/.test(char)) throw patternError(`bad escape \\${char}`, found.index);
  return { text: found[0] };
}

/** Groups that took no part are empty, as in Python. */
function groupOf(match: RegExpExecArray, group: number | string): string {
  if (typeof group === "number") {
    if (group >= match.length) throw patternError(`invalid group reference ${group}`, 1);
    return match[group] ?? "";
  }
  if (match.groups === undefined || !(group in match.groups)) {
    throw patternError(`unknown group name '${group}'`, 3);
  }
  return match.groups[group] ?? "";
}
