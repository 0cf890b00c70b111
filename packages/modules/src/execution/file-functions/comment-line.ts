/**
 * Putting a mark before lines that fit a pattern, or taking it away.
 */
import { readFileSync } from "node:fs";
import type { Value } from "@salt/core";
import { isTruthy, PythonRegex, pythonStr, SaltInvocationError } from "@salt/core";
import { timeBound } from "../../python/time-bound.js";
import { linesOf } from "../../text/lines.js";
import { unifiedDiff } from "../../text/unified-diff.js";
import { expandUser, isFile, realPath } from "./paths.js";
import { copyWithFacts, isText, replaceContents, textOf } from "./text-file.js";

/** The arguments of `file.comment_line`. */
export interface CommentRequest {
  readonly path: string;
  readonly regex: string;
  readonly char: string;
  readonly backup: Value;
  /** Put the mark there, rather than take it away. */
  readonly isComment: boolean;
}

/** Changes the lines; gives their difference, or false when no line fits. Throws SaltInvocationError. */
export function commentLines(request: CommentRequest): string | false {
  const path = realPath(expandUser(request.path));
  if (!isFile(path)) throw new SaltInvocationError(`File not found: ${path}`);
  if (!isText(path))
    throw new SaltInvocationError(`Cannot perform string replacements on a binary file: ${path}`);
  const pattern = new PythonRegex(patternText(request));
  const lines = linesOf(textOf(readFileSync(path)));
  const changed = timeBound(() =>
    lines.map((line) => (pattern.match(line) ? marked(line, request) : undefined)),
  );
  const before = lines.filter((_line, at) => changed[at] !== undefined);
  if (before.length === 0) return false;
  if (isTruthy(request.backup)) copyWithFacts(path, `${path}${pythonStr(request.backup)}`);
  replaceContents(path, Buffer.from(lines.map((line, at) => changed[at] ?? line).join("")));
  return unifiedDiff(
    before,
    changed.filter((line) => line !== undefined),
  );
}

/** What users write is a pattern for the whole line without the mark. */
function patternText({ regex, char, isComment }: CommentRequest): string {
  const inner = regex.replace(/^\^+/, "").replace(/\$+$/, "");
  const end = regex.endsWith("$") ? "$" : "";
  if (isComment) return `${regex.startsWith("^") ? "^" : ""}(${inner})${end}`;
  return `^${char}\\s*(${inner})${end}`;
}

function marked(line: string, { char, isComment }: CommentRequest): string {
  if (isComment) return char + line;
  let from = 0;
  while (from < line.length && char.includes(line[from] ?? "")) from += 1;
  return line.slice(from);
}
