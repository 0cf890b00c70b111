/**
 * Sets of characters that Python's regular expressions name, written for JavaScript's `u` mode.
 */

/** How a pattern reads letters: of all scripts, or of ASCII as for bytes. */
export type Alphabet = "unicode" | "ascii";

const WORD: Readonly<Record<Alphabet, string>> = { unicode: "\\p{L}\\p{N}_", ascii: "0-9A-Za-z_" };
const DIGIT: Readonly<Record<Alphabet, string>> = { unicode: "\\p{Nd}", ascii: "0-9" };
const SPACE: Readonly<Record<Alphabet, string>> = {
  unicode: "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000",
  ascii: "\\t-\\r\\x20",
};

/** The inside of a class for `d`, `s` or `w`; undefined for other letters. */
export function namedSet(letter: string, alphabet: Alphabet): string | undefined {
  if (letter === "w") return WORD[alphabet];
  if (letter === "d") return DIGIT[alphabet];
  return letter === "s" ? SPACE[alphabet] : undefined;
}

/** A place between a word character and another, or not such a place. */
export function wordBoundary(isBoundary: boolean, alphabet: Alphabet): string {
  const word = `[${WORD[alphabet]}]`;
  return isBoundary
    ? `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`
    : `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`;
}

/** A character that stands for itself, outside or inside a class. */
export function literal(char: string, isInClass: boolean): string {
  if (char === "\n") return "\\n";
  const special = isInClass ? "\\]^-[" : "^$\\.*+?()[]{}|/";
  return special.includes(char) ? `\\${char}` : char;
}
