/**
 * Wrapping of texts at a width, as Python's textwrap does it.
 */
import { splitLines } from "../methods/string-split.js";
import { codePoints, textLength } from "../value/text.js";

function chunks(line: string, hyphens: boolean): string[] {
  if (!hyphens) return line.match(/\s+|\S+/g) ?? [];
  return (line.match(/\s+|\S+/g) ?? []).flatMap((word) => (word.trim() === "" ? [word] : splitHyphens(word)));
}

function splitHyphens(word: string): string[] {
  return word.split(/(?<=[\p{L}][\p{L}\p{N}_"']*[\p{L}\p{N}_]-)(?=[\p{L}\p{N}_]{1,}[\p{L}\p{N}_-])/u);
}

/** The lines of one line. */
function wrapLine(line: string, width: number, breakLong: boolean, hyphens: boolean): string[] {
  const left = chunks(line.replace(/\t/g, "        "), hyphens);
  const lines: string[] = [];
  while (left.length > 0) {
    if (lines.length > 0 && left[0]?.trim() === "") left.shift();
    const current = takeLine(left, width);
    const [next] = left;
    if (next !== undefined && textLength(next) > width) breakWord(left, current, width, breakLong);
    while (current.at(-1)?.trim() === "") current.pop();
    if (current.length > 0) lines.push(current.join(""));
  }
  return lines;
}

function takeLine(left: string[], width: number): string[] {
  const current: string[] = [];
  let size = 0;
  while (left.length > 0 && size + textLength(left[0] ?? "") <= width) {
    const word = left.shift() ?? "";
    current.push(word);
    size += textLength(word);
  }
  return current;
}

function breakWord(left: string[], current: string[], width: number, breakLong: boolean): void {
  const room = width < 1 ? 1 : width - textLength(current.join(""));
  if (breakLong) {
    const chars = codePoints(left[0] ?? "");
    current.push(chars.slice(0, room).join(""));
    left[0] = chars.slice(room).join("");
  } else if (current.length === 0) {
    current.push(left.shift() ?? "");
  }
}

/** Jinja2's wordwrap: every line by itself, joined with `glue`. */
export function wordWrap(
  text: string,
  width: number,
  breakLong: boolean,
  glue: string,
  hyphens: boolean,
): string {
  return splitLines(text)
    .map((line) => wrapLine(line, width, breakLong, hyphens).join(glue))
    .join(glue);
}
