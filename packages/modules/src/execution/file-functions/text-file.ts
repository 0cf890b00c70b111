/**
 * Files that hold texts: telling them from others, and keeping a copy of what is changed.
 */
import { randomUUID } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { CommandExecutionError } from "@salt/core";
import { baseName, dirName, isFile, joinPaths } from "./paths.js";
import { systemErrorText } from "./system-error.js";

/** How much of a file decides whether it holds a text. */
const TEXT_SAMPLE = 512;
const BINARY_SAMPLE = 2048;
/** Share of strange bytes from which on a file without valid UTF-8 is no text. */
const STRANGE_SHARE = 0.3;

/** Whether a file looks like a text: no NUL, and UTF-8 or mostly printable. */
export function isText(path: string): boolean {
  const block = headOf(path, TEXT_SAMPLE);
  return block !== undefined && isTextual(block);
}

/** Whether contents look like a text, by their beginning. */
export function isTextual(contents: Uint8Array): boolean {
  const block = contents.subarray(0, TEXT_SAMPLE);
  if (block.includes(0)) return false;
  if (block.length === 0 || isUtf8(block)) return true;
  const strange = block.filter((byte) => !isPrintable(byte)).length;
  return strange / block.length <= STRANGE_SHARE;
}

/** Whether a file is clearly no text, in the looser sense that `file.blockreplace` has. */
export function isBinary(path: string): boolean {
  const block = isFile(path) ? headOf(path, BINARY_SAMPLE) : undefined;
  if (block === undefined) return false;
  if (!isUtf8(block)) return true;
  const strange = block.filter((byte) => byte < 128 && !isPrintable(byte)).length;
  return block.includes(0) || (block.length > 0 && strange / block.length > STRANGE_SHARE);
}

function isPrintable(byte: number): boolean {
  return (byte >= 32 && byte < 127) || [8, 9, 10, 12, 13].includes(byte);
}

function isUtf8(block: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(block);
    return true;
  } catch {
    return false;
  }
}

function headOf(path: string, size: number): Buffer | undefined {
  try {
    const descriptor = openSync(path, "r");
    try {
      const block = Buffer.alloc(size);
      return block.subarray(0, readSync(descriptor, block, 0, size, 0));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

/** Bytes as a text for people: UTF-8 where it is that, else one character per byte. */
export function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes);
  return isUtf8(buffer) ? buffer.toString("utf8") : buffer.toString("latin1");
}

/** Copies a file with its owner, permissions and times. */
export function copyWithFacts(from: string, to: string): void {
  const stat = statSync(from);
  copyFileSync(from, to);
  chownSync(to, stat.uid, stat.gid);
  chmodSync(to, stat.mode & 0o7777);
  utimesSync(to, stat.atimeMs / 1000, stat.mtimeMs / 1000);
}

/** Writes a file in one step: readers see the old contents or the new. Owner and permissions stay. */
export function replaceContents(path: string, bytes: Uint8Array): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  const temporary = joinPaths(dirName(path), `.${baseName(path)}.${randomUUID()}`);
  try {
    writeFileSync(temporary, bytes, { mode: 0o600, flag: "wx" });
    if (stat !== undefined) {
      chownSync(temporary, stat.uid, stat.gid);
      chmodSync(temporary, stat.mode & 0o7777);
    }
    renameSync(temporary, path);
  } catch (error) {
    throw new CommandExecutionError(`Unable to write file '${path}'. Exception: ${systemErrorText(error)}`, {
      cause: error,
    });
  }
}
