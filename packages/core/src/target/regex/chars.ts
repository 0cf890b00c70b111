/**
 * Python's ideas of digits, spaces, letters and case.
 */
import type { CharTest, PlaceTest } from "./tree.js";

const matches =
  (pattern: RegExp): CharTest =>
  (code) =>
    pattern.test(String.fromCodePoint(code));

/** `\d`, `\s` and `\w` of Python's texts, or of ASCII alone. */
export function categoryTest(letter: "d" | "s" | "w", ascii: boolean): CharTest {
  if (letter === "d") return matches(ascii ? /^[0-9]$/ : /^\p{Nd}$/u);
  if (letter === "w") return matches(ascii ? /^[A-Za-z0-9_]$/ : /^[\p{L}\p{N}_]$/u);
  return matches(ascii ? /^[ \t\n\r\f\v]$/ : /^[ \t\n\r\f\v\x1c-\x1f\x85\xa0\p{Z}]$/u);
}

/** The negation of a test. */
export const not =
  (test: CharTest): CharTest =>
  (code) =>
    !test(code);

/** Characters that are one another's cases although upper and lower case of each do not lead to all of them. */
const SAME_LETTERS: readonly (readonly string[])[] = [
  ["s", "S", "\u017f"],
  ["k", "K", "\u212a"],
  ["i", "I", "\u0130", "\u0131"],
  ["\u00e5", "\u00c5", "\u212b"],
  ["\u03c9", "\u03a9", "\u2126"],
  ["\u00b5", "\u03bc", "\u039c"],
  ["\u03c2", "\u03c3", "\u03a3"],
  ["\u03b8", "\u0398", "\u03d1", "\u03f4"],
  ["\u03b2", "\u0392", "\u03d0"],
  ["\u03c6", "\u03a6", "\u03d5"],
  ["\u03c0", "\u03a0", "\u03d6"],
  ["\u03ba", "\u039a", "\u03f0"],
  ["\u03c1", "\u03a1", "\u03f1"],
  ["\u03b5", "\u0395", "\u03f5"],
  ["\u1e61", "\u1e60", "\u1e9b"],
  ["\u03b9", "\u0399", "\u0345", "\u1fbe"],
];

/** A test that takes a character when any of its cases passes; with `ascii`, only ASCII letters have cases. */
export function ignoringCase(test: CharTest, ascii: boolean): CharTest {
  return (code) => casesOf(code, ascii).some(test);
}

function casesOf(code: number, ascii: boolean): readonly number[] {
  const text = String.fromCodePoint(code);
  if (ascii) return /[A-Za-z]/.test(text) ? [code, code ^ 0x20] : [code];
  const same = SAME_LETTERS.find((letters) => letters.includes(text)) ?? [text];
  const forms = [...same, text.toLowerCase(), text.toUpperCase()];
  // A case that takes several characters (such as the upper case of a German sharp s) is none for Python's `re`.
  return forms.filter((form) => [...form].length === 1).map((form) => form.codePointAt(0) ?? code);
}

/** `\b`: a place between a word character and something else. */
export function boundaryTest(ascii: boolean): PlaceTest {
  const word = categoryTest("w", ascii);
  const isWord = (code: number | undefined): boolean => code !== undefined && word(code);
  return (text, at) => isWord(text[at - 1]) !== isWord(text[at]);
}

const NEWLINE = 10;

/** Places that anchors name. */
export const places = {
  textStart: (_text: readonly number[], at: number): boolean => at === 0,
  textEnd: (text: readonly number[], at: number): boolean => at === text.length,
  lineStart: (text: readonly number[], at: number): boolean => at === 0 || text[at - 1] === NEWLINE,
  lineEnd: (text: readonly number[], at: number): boolean => at === text.length || text[at] === NEWLINE,
  /** Python's `$` without MULTILINE also stands before a line break at the very end. */
  lastLineEnd: (text: readonly number[], at: number): boolean =>
    at === text.length || (at === text.length - 1 && text[at] === NEWLINE),
} as const;
