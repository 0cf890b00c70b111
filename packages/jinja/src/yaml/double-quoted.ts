/**
 * Texts as YAML double-quoted scalars on one line.
 */

const NAMED: ReadonlyMap<number, string> = new Map([
  [0x00, "0"],
  [0x07, "a"],
  [0x08, "b"],
  [0x09, "t"],
  [0x0a, "n"],
  [0x0b, "v"],
  [0x0c, "f"],
  [0x0d, "r"],
  [0x1b, "e"],
  [0x22, '"'],
  [0x5c, "\\"],
  [0x85, "N"],
  [0xa0, "_"],
  [0x2028, "L"],
  [0x2029, "P"],
]);

/** Whether YAML may print a character as it is. */
export function isPrintable(code: number): boolean {
  return (
    code === 0x0a ||
    (code >= 0x20 && code <= 0x7e) ||
    code === 0x85 ||
    (code >= 0xa0 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd && code !== 0xfeff) ||
    (code >= 0x10000 && code <= 0x10ffff)
  );
}

/** The escaping of a character, or the character itself when it needs none. */
export function escapeChar(char: string, allowUnicode = true): string {
  const code = char.codePointAt(0) ?? 0;
  const isBreak = code === 0x0a || code === 0x85 || code === 0x2028 || code === 0x2029;
  const plain =
    isPrintable(code) && !isBreak && code !== 0x22 && code !== 0x5c && (allowUnicode || code < 0x80);
  if (plain) return char;
  const named = NAMED.get(code);
  if (named !== undefined) return `\\${named}`;
  if (code <= 0xff) return `\\x${hex(code, 2)}`;
  return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, width: number): string {
  return code.toString(16).toUpperCase().padStart(width, "0");
}

/** A text in double quotes, however long. */
export function doubleQuoted(text: string, allowUnicode = true): string {
  return `"${Array.from(text, (char) => escapeChar(char, allowUnicode)).join("")}"`;
}
