/**
 * Breaking a text into lines of a width, as Python's `textwrap.wrap` does.
 */

/** Lines of at most `width` characters; blanks at their ends go, words that are too long are cut. */
export function wrapText(text: string, width: number): readonly string[] {
  // A word with hyphens may be broken after them.
  const chunks = text
    .replace(/[\t\n\v\f\r]/g, " ")
    .split(/(\s+)/)
    .flatMap((part) => part.split(/(?<=[^\W\d_]-)(?=[^\W\d_]{2})/))
    .filter((part) => part !== "");
  const lines: string[] = [];
  while (chunks.length > 0) {
    if (lines.length > 0 && chunks[0]?.trim() === "") chunks.shift();
    const line = takeLine(chunks, width).trimEnd();
    if (line !== "") lines.push(line);
  }
  return lines;
}

function takeLine(chunks: string[], width: number): string {
  let line = "";
  while (chunks.length > 0 && line.length + (chunks[0] ?? "").length <= width) line += chunks.shift() ?? "";
  const next = chunks[0] ?? "";
  if (next.length <= width) return line;
  const room = width - line.length;
  chunks[0] = next.slice(room);
  return line + next.slice(0, room);
}
