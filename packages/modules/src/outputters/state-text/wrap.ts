/**
 * Wraps warnings of states as Python's textwrap does.
 */

/** The text in lines of at most `width` characters, `margin` spaces from the left; its line breaks count as spaces. */
export function wrapText(text: string, width: number, margin: number): string {
  const room = width - margin;
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces(text.replace(/[\t\n\v\f\r ]/g, " "), room)) {
    if (line.length + piece.length > room && line !== "") {
      lines.push(line.trimEnd());
      line = "";
    }
    if (line !== "" || lines.length === 0 || piece.trim() !== "") line += piece;
  }
  if (line.trimEnd() !== "") lines.push(line.trimEnd());
  return lines.map((each) => " ".repeat(margin) + each).join("\n");
}

/** Words, spaces between them, and the parts of words with hyphens or of words that are longer than a line. */
function pieces(text: string, room: number): string[] {
  const words = text.match(/ +|[^ ]+/g) ?? [];
  return words
    .flatMap((word) => word.split(/(?<=[^\s\d\W]-)(?=[^\W\d][^\W\d])/))
    .flatMap((word) => chunks(word, room));
}

function chunks(word: string, room: number): string[] {
  const out: string[] = [];
  for (let at = 0; at < word.length; at += room) out.push(word.slice(at, at + room));
  return out;
}
