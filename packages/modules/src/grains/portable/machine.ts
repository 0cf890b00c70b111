/**
 * What grains may see of the machine: files, links, directories, programs and the environment. Tests put a fake in
 * its place.
 *
 * Reading is synchronous on purpose: `/proc`, `/sys` and `/etc` answer in microseconds, and the round trip through
 * the thread pool would cost many times as much. Whatever can really take time (name look-ups, other programs) is
 * asynchronous and has a deadline.
 */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  statSync,
} from "node:fs";
import { delimiter, join } from "node:path";

/** A view of the machine. Everything that is not there, or may not be read, is undefined or empty. */
export interface Machine {
  readonly env: { readonly [name: string]: string | undefined };
  /** The text of a file; bytes that are not UTF-8 become replacement characters. */
  text(path: string): string | undefined;
  /** The first bytes of a file, at most `length`. */
  head(path: string, length: number): Uint8Array | undefined;
  /** Looks through a large file in overlapping pieces, the last piece first, until `find` finds something. */
  findFromEnd<T>(path: string, find: (piece: Uint8Array) => T | undefined): T | undefined;
  /** The names in a directory, sorted. */
  list(path: string): readonly string[];
  /** Where a symbolic link points to. */
  link(path: string): string | undefined;
  exists(path: string): boolean;
  /** The path of a program, looked for as a shell does. */
  which(program: string): string | undefined;
}

/** Reads what exists; asking first is ten times cheaper than the exception for a missing file. */
const ifThere = <T>(path: string, read: () => T): T | undefined => {
  if (!existsSync(path)) return undefined;
  try {
    return read();
  } catch {
    return undefined;
  }
};

const head = (path: string, length: number): Uint8Array => {
  const file = openSync(path, "r");
  try {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, 0));
  } finally {
    closeSync(file);
  }
};

const PIECE = 1 << 18;
const OVERLAP = 1 << 12;

const findFromEnd = <T>(path: string, find: (piece: Uint8Array) => T | undefined): T | undefined => {
  const file = openSync(path, "r");
  try {
    const bytes = new Uint8Array(PIECE);
    for (let end = fstatSync(file).size; end > 0; end -= PIECE - OVERLAP) {
      const start = Math.max(0, end - PIECE);
      const found = find(bytes.subarray(0, readSync(file, bytes, 0, end - start, start)));
      if (found !== undefined) return found;
    }
    return undefined;
  } finally {
    closeSync(file);
  }
};

const isProgram = (path: string): boolean =>
  ifThere(path, () => {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  }) ?? false;

/** Finds a program below the directories of PATH; names with a slash are taken as they are. */
const which = (program: string, path: string): string | undefined => {
  if (program.includes("/")) return isProgram(program) ? program : undefined;
  const folders = path.split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, program)).find(isProgram);
};

/** The machine that this process runs on. */
export const thisMachine: Machine = {
  env: process.env,
  text: (path) => ifThere(path, () => readFileSync(path, "utf8")),
  head: (path, length) => ifThere(path, () => head(path, length)),
  findFromEnd: (path, find) => ifThere(path, () => findFromEnd(path, find)),
  list: (path) => ifThere(path, () => readdirSync(path).sort()) ?? [],
  link: (path) => ifThere(path, () => readlinkSync(path)),
  exists: existsSync,
  which: (program) => which(program, process.env.PATH ?? ""),
};

/** The text of a file without surrounding blanks; undefined when there is none. */
export function trimmed(machine: Machine, path: string): string | undefined {
  return machine.text(path)?.trim();
}
