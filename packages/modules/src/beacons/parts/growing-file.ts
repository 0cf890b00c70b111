/**
 * What was added to a file since the last look.
 */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { MutableDict } from "@salt/core";

/** Bytes of one look; what lies before the last of them is passed over. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The bytes that were added; undefined at the first look, which only notes how long the file is. A file that became shorter
 * or is another one is read from its start. Throws what opening it throws.
 */
export function newBytes(path: string, place: MutableDict): Buffer | undefined {
  const file = openSync(path, "r");
  try {
    const { size, ino } = fstatSync(file);
    const [last, inode] = [place.get("size"), place.get("inode")];
    place.set("size", size).set("inode", ino);
    if (typeof last !== "number") return undefined;
    const start = inode === ino && last <= size ? last : 0;
    const from = Math.max(start, size - MAX_BYTES);
    const bytes = Buffer.alloc(size - from);
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, from));
  } finally {
    closeSync(file);
  }
}
