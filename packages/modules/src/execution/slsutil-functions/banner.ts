/**
 * Blocks of comment lines that say who manages a file.
 */
import { wrapText } from "../../text/wrap.js";
import { PythonError } from "../../values/python-error.js";

/** What a banner is made of; null stands for the usual. */
export interface BannerParts {
  readonly width: number | null;
  readonly commentchar: string | null;
  readonly borderchar: string | null;
  readonly blockstart: string | null;
  readonly blockend: string | null;
  readonly title: string | null;
  readonly text: string | null;
  readonly newline: boolean;
}

/** Templates that were written for Salt compare with these words. */
const TITLE = "THIS FILE IS MANAGED BY SALT - DO NOT EDIT";
const TEXT =
  "The contents of this file are managed by Salt. Any changes to this file may be overwritten automatically and without warning.";

/** The lines of a banner. Throws ArgumentValueError when the width leaves no room for text. */
export function bannerOf(parts: BannerParts): string {
  const width = parts.width ?? 72;
  const comment = parts.commentchar ?? "#";
  const [left, right] = [`${comment.trimEnd()} `, ` ${comment.trim()}`];
  const room = width - left.length - right.length;
  if (room <= 0) throw new PythonError("ArgumentValueError", "Width is too small to render banner");
  const edges = comment.trimEnd().length + comment.trim().length;
  const border =
    comment + (parts.borderchar ?? "#").slice(0, 1).repeat(Math.max(0, width - edges)) + comment.trim();
  const spacer = comment + " ".repeat(Math.max(0, width - comment.length * 2)) + comment;
  const lines = [
    ...(parts.blockstart === null ? [] : [parts.blockstart]),
    border,
    spacer,
    ...wrapText(parts.title ?? TITLE, room).map((line) => left + centered(line, room) + right),
    spacer,
    ...wrapText(parts.text ?? TEXT, room).map((line) => left + line.padEnd(room) + right),
    border,
    ...(parts.blockend === null ? [] : [parts.blockend]),
  ];
  return lines.join("\n") + (parts.newline ? "\n" : "");
}

/** Python puts the odd blank to the left when the width is odd, else to the right. */
function centered(text: string, width: number): string {
  const blanks = Math.max(0, width - text.length);
  const before = Math.floor(blanks / 2) + (blanks & width & 1);
  return " ".repeat(before) + text + " ".repeat(blanks - before);
}
