/**
 * The regular expressions that find tags, made from the syntax options.
 */
import type { SyntaxOptions } from "./options.js";

/** What may begin outside of tags. */
export type Opening = "raw" | "comment" | "block" | "variable" | "linestatement" | "linecomment";

/** The expressions for one set of options. */
export interface Rules {
  /** Finds the next opening; the named groups say which, `sign` groups hold `-` or `+`. */
  readonly opening: RegExp;
  readonly commentEnd: RegExp;
  readonly rawEnd: RegExp;
  readonly blockEnd: RegExp;
  readonly variableEnd: RegExp;
}

/** A text that stands for itself in a regular expression. */
function quoteRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

/** The rules for these options. */
export function rulesFor(options: SyntaxOptions): Rules {
  const [blockStart, blockEnd] = [quoteRegex(options.blockStart), quoteRegex(options.blockEnd)];
  const commentEnd = quoteRegex(options.commentEnd);
  const variableEnd = quoteRegex(options.variableEnd);
  const newline = options.trimBlocks ? "\\n?" : "";
  return {
    opening: new RegExp(openings(options).join("|"), "gm"),
    commentEnd: new RegExp(`\\+${commentEnd}|-${commentEnd}\\s*|${commentEnd}${newline}`, "g"),
    rawEnd: new RegExp(
      `${blockStart}([-+]?)\\s*endraw\\s*(?:\\+${blockEnd}|-${blockEnd}\\s*|${blockEnd}${newline})`,
      "g",
    ),
    blockEnd: new RegExp(`\\+${blockEnd}|-${blockEnd}\\s*|${blockEnd}${newline}`, "y"),
    variableEnd: new RegExp(`-${variableEnd}\\s*|${variableEnd}`, "y"),
  };
}

/** Longer delimiters are tried first, so that `{%` may be followed by what looks like another one. */
function openings(options: SyntaxOptions): string[] {
  const end = quoteRegex(options.blockEnd);
  const raw = `(?<raw>${quoteRegex(options.blockStart)}([-+]?)\\s*raw\\s*(?:-${end}\\s*|${end}))`;
  const found: [length: number, name: string, source: string][] = [
    [options.commentStart.length, "comment", quoteRegex(options.commentStart)],
    [options.blockStart.length, "block", quoteRegex(options.blockStart)],
    [options.variableStart.length, "variable", quoteRegex(options.variableStart)],
  ];
  const { lineStatementPrefix, lineCommentPrefix } = options;
  if (lineStatementPrefix !== undefined) {
    found.push([
      lineStatementPrefix.length,
      "linestatement",
      `^[ \\t\\v]*${quoteRegex(lineStatementPrefix)}`,
    ]);
  }
  if (lineCommentPrefix !== undefined) {
    found.push([
      lineCommentPrefix.length,
      "linecomment",
      `(?:^|(?<=\\S))[^\\S\\r\\n]*${quoteRegex(lineCommentPrefix)}`,
    ]);
  }
  found.sort((a, b) => b[0] - a[0] || (a[1] < b[1] ? 1 : -1));
  return [raw, ...found.map(([, name, source]) => `(?<${name}>${source}([-+]?))`)];
}
