/**
 * Replacing what fits a regular expression in a file.
 */
import { readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import type { ExecutionContext, Value } from "@salt/core";
import {
  CommandExecutionError,
  escapePattern,
  isTruthy,
  PythonRegex,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { timeBound } from "../../python/time-bound.js";
import { byteLinesOf } from "../../text/lines.js";
import { unifiedDiff } from "../../text/unified-diff.js";
import type { Encoding } from "./encoding.js";
import { bytesEncoding, namedEncoding } from "./encoding.js";
import { exists, expandUser, isLink, realPath } from "./paths.js";
import { regexFlags } from "./regex-flags.js";
import { systemErrorText } from "./system-error.js";
import { copyWithFacts, isText, replaceContents, textOf } from "./text-file.js";

/** The arguments of `file.replace`. */
export interface ReplaceRequest {
  readonly path: string;
  readonly pattern: Value;
  readonly repl: Value;
  readonly count: number;
  readonly flags: Value;
  readonly append_if_not_found: boolean;
  readonly prepend_if_not_found: boolean;
  readonly not_found_content: Value;
  readonly backup: Value;
  readonly dry_run: boolean;
  readonly search_only: boolean;
  readonly show_changes: boolean;
  readonly ignore_if_missing: boolean;
  readonly preserve_inode: boolean;
  readonly backslash_literal: boolean;
  readonly encoding: string | null;
}

/** What matching came to. */
interface Outcome {
  readonly text: string;
  readonly isFound: boolean;
}

/** Replaces, and gives the difference, or whether there is one. Throws SaltInvocationError, CommandExecutionError. */
export function replaceInFile(request: ReplaceRequest, context: ExecutionContext): string | boolean {
  const path = realPath(expandUser(request.path));
  if (!exists(path)) {
    if (request.ignore_if_missing) return false;
    throw new SaltInvocationError(`File not found: ${path}`);
  }
  refuseContradictions(path, request);
  const encoding = request.encoding === null ? bytesEncoding : namedEncoding(request.encoding);
  const before = encoding.decode(readFileSync(path));
  if (request.search_only) return timeBound(() => patternOf(request, encoding).search(before));
  const outcome = timeBound(() => replaced(request, before, encoding));
  const after = withMissing(request, outcome, encoding);
  if (after !== before && !request.dry_run) {
    context.log.debug({ path }, "A file is changed");
    save(path, encoding.encode(after), request);
  }
  const diff = unifiedDiff(linesFor(before, encoding), linesFor(after, encoding));
  return request.show_changes ? diff : diff !== "";
}

function refuseContradictions(path: string, request: ReplaceRequest): void {
  const { append_if_not_found: append, prepend_if_not_found: prepend } = request;
  if (request.encoding === null && !isText(path))
    throw new SaltInvocationError(`Cannot perform string replacements on a binary file: ${path}`);
  if (request.search_only && (append || prepend))
    throw new SaltInvocationError("search_only cannot be used with append/prepend_if_not_found");
  if (append && prepend)
    throw new SaltInvocationError("Only one of append and prepend_if_not_found is permitted");
}

function patternOf({ pattern, flags }: ReplaceRequest, encoding: Encoding): PythonRegex {
  const read = regexFlags(flags);
  const alphabet = encoding.isBytes ? "ascii" : read.alphabet;
  return new PythonRegex(encoding.fromText(pythonStr(pattern)), { ...read, alphabet });
}

function replaced(request: ReplaceRequest, before: string, encoding: Encoding): Outcome {
  const repl = encoding.fromText(pythonStr(request.repl));
  const template = request.backslash_literal ? repl.replaceAll("\\", "\\\\") : repl;
  const { text, count } = patternOf(request, encoding).replace(before, template, request.count);
  return { text, isFound: count > 0 || isThereAlready(request, before, encoding) };
}

/** Whether the line to be added is in the file. */
function isThereAlready(request: ReplaceRequest, before: string, encoding: Encoding): boolean {
  if (!request.append_if_not_found && !request.prepend_if_not_found) return false;
  const content = isTruthy(request.not_found_content) ? request.not_found_content : request.repl;
  const pattern = `^${escapePattern(encoding.fromText(pythonStr(content)))}($|(?=\\r\\n))`;
  const read = regexFlags(request.flags);
  return new PythonRegex(pattern, encoding.isBytes ? { ...read, alphabet: "ascii" } : read).search(before);
}

function withMissing(request: ReplaceRequest, { text, isFound }: Outcome, encoding: Encoding): string {
  if (isFound || !(request.append_if_not_found || request.prepend_if_not_found)) return text;
  const line = `${encoding.fromText(pythonStr(request.not_found_content ?? request.repl))}\n`;
  if (request.prepend_if_not_found) return line + text;
  return text + (text === "" || text.endsWith("\n") ? "" : "\n") + line;
}

function linesFor(text: string, { isBytes }: Encoding): readonly string[] {
  const lines = byteLinesOf(text);
  return isBytes ? lines.map((line) => textOf(Buffer.from(line, "latin1"))) : lines;
}

function save(path: string, bytes: Uint8Array, request: ReplaceRequest): void {
  const given = expandUser(request.path);
  try {
    if (isTruthy(request.backup)) {
      const suffix = pythonStr(request.backup);
      copyWithFacts(path, `${path}${suffix}`);
      if (isLink(given)) linkBackup(`${readlinkSync(given)}${suffix}`, `${given}${suffix}`);
    }
    if (request.preserve_inode) writeFileSync(path, bytes);
    else replaceContents(path, bytes);
  } catch (error) {
    throw new CommandExecutionError(`Unable to write file '${path}'. Exception: ${systemErrorText(error)}`, {
      cause: error,
    });
  }
}

/** The backup of what a link leads to can be found beside the link, too. */
function linkBackup(target: string, link: string): void {
  if (isLink(link) || exists(link)) rmSync(link);
  symlinkSync(target, link);
}
