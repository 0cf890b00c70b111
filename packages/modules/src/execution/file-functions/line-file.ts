/**
 * `file.line`: one line of a file put, replaced or deleted.
 */
import { readFileSync } from "node:fs";
import type { ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, isTruthy, pythonStr } from "@salt/core";
import { timeBound } from "../../python/time-bound.js";
import { linesOf } from "../../text/lines.js";
import { unifiedDiff } from "../../text/unified-diff.js";
import { formatTime } from "../status-functions/time.js";
import { isTest } from "./check-perms.js";
import { editLines, endOf, withEnd } from "./line-edit.js";
import { expandUser, isFile, realPath } from "./paths.js";
import { copyWithFacts, replaceContents, textOf } from "./text-file.js";

/** The arguments of `file.line`. */
export interface LineFileRequest {
  readonly path: string;
  readonly content: Value;
  readonly match: string | null;
  readonly mode: string | null;
  readonly location: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly show_changes: boolean;
  readonly backup: boolean;
  readonly quiet: boolean;
  readonly indent: boolean;
}

const MODES: readonly string[] = ["insert", "ensure", "delete", "replace"];

/** Changes the file; gives the difference, or whether there is one. Throws CommandExecutionError. */
export function editFileLine(request: LineFileRequest, context: ExecutionContext): string | boolean {
  const path = realPath(expandUser(request.path));
  if (!isFile(path)) {
    if (request.quiet) return false;
    throw new CommandExecutionError(`File "${path}" does not exists or is not a file.`);
  }
  const mode = modeOf(request);
  const content = request.content === null ? "" : pythonStr(request.content);
  const before = linesOf(textOf(readFileSync(path)).replace(/\r\n?/g, "\n"));
  const after = timeBound(() => editedLines(before, { ...request, mode, content }));
  if (before.join("") === after.join("")) return false;
  const diff = request.show_changes ? unifiedDiff(before, after) : "";
  if (!isTest(context)) {
    if (request.backup) copyWithFacts(path, `${path}.${formatTime("%Y-%m-%d-%H-%M-%S", new Date())}`);
    replaceContents(path, Buffer.from(after.join("")));
  }
  return diff === "" ? true : diff;
}

function modeOf({ mode, content }: LineFileRequest): string {
  const name = isTruthy(mode) ? (mode?.toLowerCase() ?? "") : mode;
  if (name === null) throw new CommandExecutionError("Mode was not defined. How to process the file?");
  if (!MODES.includes(name)) throw new CommandExecutionError(`Unknown mode: "${name}"`);
  if (name !== "delete" && content === null)
    throw new CommandExecutionError('Content can only be empty if mode is "delete"');
  return name;
}

type Editing = Parameters<typeof editLines>[1];

function editedLines(before: readonly string[], request: Editing): readonly string[] {
  const last = before.at(-1);
  // A line of its own stands for what comes after the last newline, so that something can be put there.
  const open = last !== undefined && endOf(last) !== "" ? [...before, ""] : before;
  const lines = [...editLines(open, request)];
  for (const [at, line] of lines.entries()) {
    if (endOf(line) !== "" || at + 1 >= lines.length) continue;
    // The neighbour of the first two lines is the second one, as in Salt.
    lines[at] = withEnd(line, lines[at > 1 ? at - 1 : 1] ?? "");
  }
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}
