/**
 * Lines of a text as Python counts them.
 */

const BREAK = /\r\n|[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]/;

/** Python's `splitlines()`: more kinds of line breaks than \n, and none after the last line. */
export function splitLines(text: string): string[] {
  const lines = text.split(BREAK);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** The same with the breaks kept at the ends of the lines. */
export function splitLinesKeepingEnds(text: string): string[] {
  const lines: string[] = [];
  let rest = text;
  for (let match = BREAK.exec(rest); match !== null; match = BREAK.exec(rest)) {
    const end = match.index + match[0].length;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return rest === "" ? lines : [...lines, rest];
}
