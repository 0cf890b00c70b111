/**
 * What `file.line` does to the lines of a file.
 */
import { CommandExecutionError, PythonRegex } from "@salt/core";

/** What is to be done with one line. */
export interface LineRequest {
  readonly mode: string;
  readonly content: string;
  readonly match: string | null;
  readonly location: string | null;
  readonly before: string | null;
  readonly after: string | null;
  /** Give the line the indentation of its neighbour. */
  readonly indent: boolean;
}

/** The lines afterwards. Throws CommandExecutionError when it is not clear where the line belongs. */
export function editLines(lines: readonly string[], request: LineRequest): readonly string[] {
  const match =
    isEmpty(request.match) && request.before === null && request.after === null
      ? request.content
      : request.match;
  const found: Found = {
    after: fitting(lines, request.after),
    before: fitting(lines, request.before),
  };
  const matching = fitting(lines, match);
  if (request.mode === "delete") return lines.filter((line) => line !== matching?.[0]);
  if (request.mode === "replace") return replaceLine(lines, matching?.[0], request);
  return request.mode === "insert" ? insertLine(lines, found, request) : ensureLine(lines, found, request);
}

/** Lines that fit the patterns; null where no pattern was given. */
interface Found {
  readonly after: readonly string[] | null;
  readonly before: readonly string[] | null;
}

function isEmpty(text: string | null): boolean {
  return text === null || text === "";
}

/** Lines that fit a pattern, or hold it as it stands. */
function fitting(lines: readonly string[], pattern: string | null): readonly string[] | null {
  if (lines.length === 0 || pattern === null || pattern === "") return null;
  const regex = new PythonRegex(pattern, { dotAll: true });
  return lines.filter((line) => regex.search(line) || line.includes(pattern));
}

function replaceLine(
  lines: readonly string[],
  old: string | undefined,
  { content, indent }: LineRequest,
): readonly string[] {
  const at = old === undefined ? -1 : lines.indexOf(old);
  if (old === undefined || at === -1) return lines;
  return [...lines.slice(0, at), indented(old, content, indent), ...lines.slice(at + 1)];
}

function insertLine(lines: readonly string[], found: Found, request: LineRequest): readonly string[] {
  const { content, indent, location } = request;
  if (found.before === null && found.after === null && location === null)
    throw new CommandExecutionError('On insert either "location" or "before/after" conditions are required.');
  if (!isEmpty(location)) return insertAtEnd(lines, request);
  if (isSome(found.before) && isSome(found.after)) {
    only(found.before, "before");
    only(found.after, "after");
    const at = lines.indexOf(found.before[0] ?? "");
    return inserted(lines, at, indented(lines[at] ?? "", content, indent));
  }
  if (isSome(found.after)) return insertAfter(lines, only(found.after, "after"), request);
  if (isSome(found.before)) {
    const at = lines.indexOf(only(found.before, "before"));
    if (sameText(lines.at(at - 1), content)) return lines;
    return inserted(lines, at, indented(lines[at] ?? "", content, indent));
  }
  throw new CommandExecutionError("Neither before or after was found in file");
}

function insertAtEnd(
  lines: readonly string[],
  { content, indent, location }: LineRequest,
): readonly string[] {
  if (location === "end")
    return [...lines, lines.length === 0 ? content : indented(lines.at(-1) ?? "", content, indent)];
  if (location !== "start") return lines;
  return [lines.length === 0 ? `${content}\n` : withEnd(content, lines[0] ?? ""), ...lines];
}

function insertAfter(
  lines: readonly string[],
  line: string,
  { content, indent }: LineRequest,
): readonly string[] {
  const at = lines.indexOf(line);
  if (sameText(lines[at + 1], content)) return lines;
  return inserted(lines, at + 1, indented(line, content, indent));
}

function ensureLine(lines: readonly string[], found: Found, request: LineRequest): readonly string[] {
  const { content, indent } = request;
  if (isSome(found.before) && isSome(found.after))
    return ensureBetween(lines, found.before, found.after, request);
  if (isSome(found.before)) {
    const at = lines.indexOf(only(found.before, "before"));
    if (at !== 0 && sameText(lines[at - 1], content)) return lines;
    return inserted(lines, at, indented(lines.at(at - 1) ?? "", content, indent));
  }
  if (isSome(found.after)) return insertAfter(lines, only(found.after, "after"), request);
  throw new CommandExecutionError(
    "Wrong conditions? Unable to ensure line without knowing where to put it before and/or after.",
  );
}

function ensureBetween(
  lines: readonly string[],
  before: readonly string[],
  after: readonly string[],
  { content, indent }: LineRequest,
): readonly string[] {
  const [first, last] = [lines.indexOf(only(after, "after")), lines.indexOf(only(before, "before"))];
  if (lines.some((line) => line.replace(/^\s+/, "") === content)) return lines;
  const line = indented(lines[first] ?? "", content, indent);
  if (first + 1 === last) return inserted(lines, first + 1, line);
  if (first + 2 === last) return [...lines.slice(0, first + 1), line, ...lines.slice(last)];
  throw new CommandExecutionError('Found more than one line between boundaries "before" and "after".');
}

function isSome(found: readonly string[] | null): found is readonly string[] {
  return found !== null && found.length > 0;
}

/** The only line that fits. Throws CommandExecutionError when there are more. */
function only(found: readonly string[], what: string): string {
  if (found.length > 1)
    throw new CommandExecutionError(`Found more than expected occurrences in "${what}" expression`);
  return found[0] ?? "";
}

function inserted(lines: readonly string[], at: number, line: string): readonly string[] {
  return [...lines.slice(0, at), line, ...lines.slice(at)];
}

function sameText(line: string | undefined, content: string): boolean {
  const bare = (text: string): string => text.replace(/[\r\n]+$/, "");
  return line !== undefined && bare(line) === bare(content);
}

function indented(neighbour: string, line: string, indent: boolean): string {
  return indent ? (/^[\t ]*/.exec(neighbour)?.[0] ?? "") + line.replace(/^\s+/, "") : line;
}

/** How a line ends; empty for the last one of a file without a newline. */
export function endOf(line: string): string {
  return /(?:\r\n|(?<!\r)\n|\r)$/.exec(line)?.[0] ?? "";
}

/** A text that ends as a neighbouring line does. */
export function withEnd(text: string, neighbour: string): string {
  return text.replace(/\s+$/, "") + (endOf(neighbour) || "\n");
}
