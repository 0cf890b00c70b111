/**
 * Files that are sent piece by piece, kept open between their pieces.
 */
import { closeSync, constants, openSync, readSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import type { Closable } from "@salt/core";
import type { FoundFile } from "./backend.js";

/** Files open at once; the one that waited longest for its next piece is closed for another. */
const MAX_OPEN = 16;
/** How long a file waits for its next piece, in milliseconds. */
const IDLE_MS = 5000;
/** A file of up to this size is read on the spot: handing it to another thread takes longer than reading it. */
const SMALL = 64 * 1024;
/** Where Python's `os.stat` has the size. */
const SIZE = 6;

interface Kept {
  readonly version: string;
  readonly handle: Promise<FileHandle>;
  readonly timer: NodeJS.Timeout;
  reads: number;
  isDropped: boolean;
}

/** Reads pieces of files. */
export class KeptFiles implements Closable {
  readonly #kept = new Map<string, Kept>();

  /** Files that are open. */
  get size(): number {
    return this.#kept.size;
  }

  /** At most `size` bytes from `loc` on; none behind the end. Throws the system's error. */
  async read(file: FoundFile, loc: number, size: number): Promise<Buffer> {
    const length = file.stat[SIZE] ?? 0;
    // What tells no size may have content all the same, as files of /proc do.
    const wanted = length === 0 ? size : Math.max(0, Math.min(size, length - loc));
    if (wanted === 0) return Buffer.alloc(0);
    const buffer = Buffer.allocUnsafe(wanted);
    if (length > 0 && length <= SMALL) return readNow(file.path, buffer, loc);
    const kept = this.#open(file);
    kept.reads++;
    try {
      const { bytesRead } = await (await kept.handle).read(buffer, 0, wanted, loc);
      if (loc + bytesRead >= length) this.#drop(file.path, kept);
      return buffer.subarray(0, bytesRead);
    } catch (error) {
      this.#drop(file.path, kept);
      throw error;
    } finally {
      kept.reads--;
      closeUnused(kept);
    }
  }

  /** Closes all files, each when its last piece is read. */
  close(): void {
    for (const [path, kept] of [...this.#kept]) this.#drop(path, kept);
  }

  /** The file in its present version, as the one that was used last. */
  #open({ path, version }: FoundFile): Kept {
    const old = this.#kept.get(path);
    if (old?.version === version) {
      this.#kept.delete(path);
      this.#kept.set(path, old);
      old.timer.refresh();
      return old;
    }
    if (old !== undefined) this.#drop(path, old);
    const [longest] = this.#kept;
    if (this.#kept.size >= MAX_OPEN && longest !== undefined) this.#drop(...longest);
    const timer = setTimeout(() => this.#drop(path, kept), IDLE_MS).unref();
    const kept: Kept = { version, handle: open(path, "r"), timer, reads: 0, isDropped: false };
    this.#kept.set(path, kept);
    return kept;
  }

  #drop(path: string, kept: Kept): void {
    clearTimeout(kept.timer);
    if (this.#kept.get(path) === kept) this.#kept.delete(path);
    if (kept.isDropped) return;
    kept.isDropped = true;
    closeUnused(kept);
  }
}

/** Closes a file that was dropped, when nobody reads it any more. */
function closeUnused(kept: Kept): void {
  if (!kept.isDropped || kept.reads > 0) return;
  // A file that was only read loses nothing when closing it fails.
  kept.handle.then((handle) => handle.close()).catch(() => {});
}

function readNow(path: string, buffer: Buffer, loc: number): Buffer {
  // Without O_NONBLOCK, opening what became a pipe meanwhile would wait for its writer.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, loc));
  } finally {
    closeSync(file);
  }
}
