/**
 * Texts by code points, as Python counts them. Texts without surrogates, nearly all, take the short way.
 */

const SURROGATE = /[\ud800-\udfff]/;

/** Whether a text has characters that JavaScript counts as two. */
export function hasWide(text: string): boolean {
  return SURROGATE.test(text);
}

/** The characters of a text. */
export function codePoints(text: string): string[] {
  return hasWide(text) ? Array.from(text) : text.split("");
}

/** `len(text)`. */
export function textLength(text: string): number {
  return hasWide(text) ? Array.from(text).length : text.length;
}

/** `text[start:stop]` for bounds that are already within the text. */
export function textSlice(text: string, start: number, stop: number): string {
  return hasWide(text) ? Array.from(text).slice(start, stop).join("") : text.slice(start, stop);
}

/** Python's order of texts, by code point. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  if (!hasWide(a) && !hasWide(b)) return a < b ? -1 : 1;
  const left = Array.from(a);
  const right = Array.from(b);
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const gap = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0);
    if (gap !== 0) return gap;
  }
  return left.length - right.length;
}

/** Turns an index in UTF-16 units into one in characters. */
export function toCharIndex(text: string, index: number): number {
  return index <= 0 || !hasWide(text) ? index : Array.from(text.slice(0, index)).length;
}
