/**
 * Splitting a line into words by the rules of a POSIX shell, as far as quoting goes.
 */

const WORD = /(?:[^\s"'\\]+|"(?:[^"\\]|\\.)*"|'[^']*'|\\.)+/gs;
const PIECE = /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)|[^"'\\]+/gs;

/** The words of a line without their quotes. A quote that is never closed ends at the end of the line. */
export function shellWords(line: string): string[] {
  return (line.match(WORD) ?? []).map((word) =>
    word.replace(PIECE, (piece, double?: string, single?: string, escaped?: string) => {
      if (double !== undefined) return double.replace(/\\(["\\])/g, "$1");
      return single ?? escaped ?? piece;
    }),
  );
}
