/**
 * The differences of two files.
 */
import { readFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import type { ExecutionContext } from "@salt/core";
import { CommandExecutionError, isTruthy, pythonStr } from "@salt/core";
import { linesOf } from "../../text/lines.js";
import { unifiedDiff } from "../../text/unified-diff.js";
import { isFile } from "./paths.js";
import { reasonText } from "./system-error.js";
import { isTextual, textOf } from "./text-file.js";

/** Which files, and how to show them. */
export interface DiffRequest {
  readonly files: readonly [string, string];
  readonly hashes: readonly [string | null, string | null];
  readonly saltenv: string;
  readonly showNames: boolean;
  readonly showChanges: boolean;
  readonly isTemplate: boolean;
}

/** The differences, or what stands in their place; empty when there are none. Throws CommandExecutionError. */
export async function diffFiles(request: DiffRequest, context: ExecutionContext): Promise<string> {
  const errors: string[] = [];
  const paths: string[] = [];
  for (const [at, file] of request.files.entries()) {
    const path = await localPath(file, request.saltenv, request.hashes[at] ?? null, context);
    if (path === undefined) errors.push(`File ${file} not found`);
    else paths.push(path);
  }
  const [from, to] = paths;
  if (from === undefined || to === undefined)
    throw new CommandExecutionError(
      `Failed to cache one or more files\n\nAdditional info follows:\n\n${errors.map((text) => `- ${text}`).join("\n")}\n`,
    );
  const change = { old: contents(from), now: contents(to) };
  return await shownChange(change, request.showNames ? { from, to } : undefined, request, context);
}

/** The differences of a file from contents that it is to get, in the same form. Throws CommandExecutionError. */
export async function diffContents(
  file: string,
  now: Uint8Array,
  request: Pick<DiffRequest, "showChanges" | "isTemplate">,
  context: ExecutionContext,
): Promise<string> {
  const path = await localPath(file, "base", null, context);
  if (path === undefined)
    throw new CommandExecutionError(
      `Failed to cache one or more files\n\nAdditional info follows:\n\n- File ${file} not found\n`,
    );
  return await shownChange({ old: contents(path), now }, undefined, request, context);
}

/** What a file holds and what it is to hold. */
interface Change {
  readonly old: Buffer;
  readonly now: Uint8Array;
}

async function shownChange(
  { old, now }: Change,
  names: { readonly from: string; readonly to: string } | undefined,
  request: Pick<DiffRequest, "showChanges" | "isTemplate">,
  context: ExecutionContext,
): Promise<string> {
  if (old.equals(now)) return "";
  if (request.isTemplate && (await areTemplatesSecret(context))) return "<Obfuscated Template>";
  if (!request.showChanges) return "<show_changes=False>";
  return binaryChange(old, now) ?? unifiedDiff(linesOf(textOf(old)), linesOf(textOf(now)), names);
}

/** Whether differences of files made from templates are to be kept back. */
export async function areTemplatesSecret(context: ExecutionContext): Promise<boolean> {
  return isTruthy(await context.call("config.option", ["obfuscate_templates"]));
}

/** Where a file is on this machine: there already, or fetched by `cp.cache_file`. */
async function localPath(
  file: string,
  saltenv: string,
  hash: string | null,
  context: ExecutionContext,
): Promise<string | undefined> {
  if (isAbsolute(file) && isFile(file)) return file;
  const cached = await context.call("cp.cache_file", [file, saltenv], { source_hash: hash });
  return isTruthy(cached) ? pythonStr(cached) : undefined;
}

function contents(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new CommandExecutionError(`Failed to read ${path}: ${reasonText(error)}`, { cause: error });
  }
}

function binaryChange(from: Uint8Array, to: Uint8Array): string | undefined {
  const [old, now] = [isTextual(from), isTextual(to)];
  if (old && now) return undefined;
  if (!old && !now) return "Replace binary file";
  return old ? "Replace text file with binary file" : "Replace binary file with text file";
}
