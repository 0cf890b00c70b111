/**
 * Writing files whole or not at all.
 */
import { randomBytes } from "node:crypto";
import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** How a file is written. */
export interface AtomicOptions {
  /** Permission bits the file has from the start, whatever the umask; 0600 when absent. */
  readonly mode?: number;
  /** Waits until the disk has the data and the new name. */
  readonly fsync?: boolean;
}

/**
 * Writes a file under another name and renames it: readers see the old content or the new. Synchronous. Throws the
 * system's error (a full disk, a missing directory) and then leaves nothing behind.
 */
export function writeFileAtomic(path: string, data: string | Uint8Array, options: AtomicOptions = {}): void {
  const mode = options.mode ?? 0o600;
  const temporary = join(
    dirname(path),
    `.${basename(path).slice(0, 100)}.${randomBytes(6).toString("hex")}.tmp`,
  );
  try {
    writeNew(temporary, data, mode, options.fsync ?? false);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  if (options.fsync) syncDirectory(dirname(path));
}

function writeNew(path: string, data: string | Uint8Array, mode: number, fsync: boolean): void {
  // Exclusive, so that nobody can have put a link there; never more open than it will be.
  const file = openSync(path, "wx", mode & 0o600);
  try {
    writeFileSync(file, data);
    fchmodSync(file, mode);
    if (fsync) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncDirectory(path: string): void {
  const directory = openSync(path, "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
