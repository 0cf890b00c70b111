/**
 * Taking texts apart into lines.
 */

/** Lines with their ends, split after `\n` only, as a file is read line by line. */
export function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Lines with their ends, split at every end of a line that Python's `splitlines(True)` of bytes knows. */
export function byteLinesOf(text: string): readonly string[] {
  return text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? [];
}

/** Lines without their ends: Python's `splitlines()` of texts. */
export function splitLines(text: string): readonly string[] {
  const lines = text.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}
