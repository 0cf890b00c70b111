/**
 * The lines around an error, as Salt shows them.
 */
import { splitLines } from "../methods/string-split.js";

/** Lines before and after the one that is marked. */
const AROUND = 5;
const MARKER = "    <======================";

/** The lines around `line` (from 1) with a marker; the whole text when there is no such line. */
export function excerpt(source: string, line: number): string {
  const lines = splitLines(source);
  if (line > lines.length) return source;
  const start = Math.max(0, line - AROUND - 1);
  const end = Math.min(lines.length, line + AROUND);
  const shown = lines
    .slice(start, end)
    .map((each, index) => (start + index === line - 1 ? each + MARKER : each));
  if (start > 0) shown.unshift("[...]");
  if (end < lines.length) shown.push("[...]");
  return `---\n${shown.join("\n")}\n---`;
}
