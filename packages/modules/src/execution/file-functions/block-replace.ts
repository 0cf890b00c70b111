/**
 * Replacing what stands between two marks in a file.
 */
import { readFileSync } from "node:fs";
import type { Value } from "@salt/core";
import { CommandExecutionError, PythonRegex, pythonStr, SaltInvocationError } from "@salt/core";
import { timeBound } from "../../python/time-bound.js";
import { linesOf } from "../../text/lines.js";
import { unifiedDiff } from "../../text/unified-diff.js";
import { exists, expandUser } from "./paths.js";
import { copyWithFacts, isBinary, replaceContents, textOf } from "./text-file.js";

/** The arguments of `file.blockreplace`. */
export interface BlockRequest {
  readonly path: string;
  readonly marker_start: string;
  readonly marker_end: string;
  readonly content: string;
  readonly append_if_not_found: boolean;
  readonly prepend_if_not_found: boolean;
  readonly backup: Value;
  readonly dry_run: boolean;
  readonly show_changes: boolean;
  /** Null: where the content does not end with one itself. */
  readonly append_newline: Value;
  readonly insert_before_match: Value;
  readonly insert_after_match: Value;
}

/** The lines of a file with the block replaced. */
interface Scan {
  readonly lines: readonly string[];
  readonly newline: string;
  readonly isFound: boolean;
}

const NOT_FOUND = "Cannot edit marked block. Markers were not found in file.";

/** Replaces the block; gives the difference, or whether there is one. Throws SaltInvocationError, CommandExecutionError. */
export function replaceBlock(request: BlockRequest): string | boolean {
  const places = [
    request.append_if_not_found,
    request.prepend_if_not_found,
    isGiven(request.insert_before_match),
    isGiven(request.insert_after_match),
  ];
  if (places.filter(Boolean).length > 1) {
    throw new SaltInvocationError(
      "Only one of append_if_not_found, prepend_if_not_found, insert_before_match, and insert_after_match is permitted",
    );
  }
  const path = expandUser(request.path);
  if (!exists(path)) throw new SaltInvocationError(`File not found: ${path}`);
  if (isBinary(path) && readFileSync(path).includes(0))
    throw new SaltInvocationError(`Cannot perform string replacements on a binary file: ${path}`);
  refuseNoText(request);
  const before = linesOf(textOf(readFileSync(path)));
  const scan = scanLines(before, request);
  const after = scan.isFound ? scan.lines : inserted(scan, before, request);
  const diff = unifiedDiff(before, after);
  if (diff !== "" && !request.dry_run) {
    if (request.backup !== false) copyWithFacts(path, `${path}${pythonStr(request.backup)}`);
    replaceContents(path, Buffer.from(after.join("")));
  }
  return request.show_changes ? diff : diff !== "";
}

function isGiven(value: Value): boolean {
  return value !== null && value !== "" && value !== false;
}

function refuseNoText(request: BlockRequest): void {
  for (const name of ["insert_before_match", "insert_after_match"] as const) {
    if (isGiven(request[name]) && typeof request[name] !== "string")
      throw new CommandExecutionError(`RegEx expected in ${name} parameter.`);
  }
}

function scanLines(before: readonly string[], request: BlockRequest): Scan {
  const first = before[0];
  const newline = first?.endsWith("\r\n") === true ? "\r\n" : "\n";
  const lines: string[] = [];
  let [isInside, isFound] = [false, false];
  for (const line of before) {
    if (line.includes(request.marker_start)) isInside = true;
    else if (isInside) {
      const end = line.indexOf(request.marker_end);
      if (end !== -1) {
        [isInside, isFound] = [false, true];
        lines.push(...blockLines(request, newline, line.slice(end)));
      }
      continue;
    }
    lines.push(line);
  }
  if (isInside)
    throw new CommandExecutionError("Unterminated marked block. End of file reached before marker_end.");
  return { lines, newline, isFound };
}

/** The content and the line with the end mark. */
function blockLines(request: BlockRequest, newline: string, endLine: string): readonly string[] {
  const end = endLine.replace(/[\r\n]+$/, "") + newline;
  const content = request.content.split(/\r\n|\n/);
  const last = content.pop() ?? "";
  const hasOwnLine =
    request.append_newline === null ? !request.content.endsWith("\n") : request.append_newline !== false;
  const closing = hasOwnLine ? [last + newline, end] : [last + end];
  return [...content.map((line) => line + newline), ...closing];
}

/** The block where the file has none. */
function inserted(
  { lines, newline }: Scan,
  before: readonly string[],
  request: BlockRequest,
): readonly string[] {
  const block = [request.marker_start + newline, ...blockLines(request, newline, request.marker_end)];
  if (request.prepend_if_not_found) return [...block, ...lines];
  if (request.append_if_not_found) {
    const last = lines.at(-1);
    if (last === undefined || last.endsWith(newline)) return [...lines, ...block];
    return [...lines.slice(0, -1), last + newline, ...block];
  }
  const match = isGiven(request.insert_before_match)
    ? request.insert_before_match
    : request.insert_after_match;
  if (!isGiven(match)) throw new CommandExecutionError(NOT_FOUND);
  const pattern = new PythonRegex(pythonStr(match));
  const found = timeBound(() => before.findIndex((line) => pattern.search(line)));
  if (found === -1) throw new CommandExecutionError(NOT_FOUND);
  const at = isGiven(request.insert_before_match) ? found : found + 1;
  return [...lines.slice(0, at), ...block, ...lines.slice(at)];
}
