/**
 * Reading and writing files as a whole, at their ends, and at a place.
 */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import type { Rest, Value } from "@salt/core";
import {
  CommandExecutionError,
  isList,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { exists, expandUser } from "./paths.js";
import { fileFn, isSystemError, reasonText } from "./system-error.js";

const path = needed.str("The file.");
/** The most that one call reads into memory: 256 MiB, what a return may hold at most. */
const MAX_READ_BYTES = 256 * 1024 * 1024;

export const contentFunctions = {
  append: fileFn({
    doc: "Adds lines to the end of a file that is there.",
    examples: ["salt '*' file.append /etc/motd 'Have a good day.' 'Mind the gap.'"],
    params: { path },
    varargs: "args",
    varkw: "kwargs",
    run: (args, _context, rest) => {
      const file = expandUser(args.path);
      const lines = linesFrom(rest);
      writeFileSync(file, `${missingNewline(file)}${lines.join("")}`, { flag: "a" });
      return `Wrote ${lines.length} lines to "${file}"`;
    },
  }),
  prepend: fileFn({
    doc: "Adds lines to the start of a file.",
    examples: ["salt '*' file.prepend /etc/motd 'Welcome.'"],
    params: { path },
    varargs: "args",
    varkw: "kwargs",
    run: (args, _context, rest) => {
      const file = expandUser(args.path);
      const lines = linesFrom(rest);
      writeFileSync(file, Buffer.concat([Buffer.from(lines.join("")), contentsOrNothing(file)]));
      return `Prepended ${lines.length} lines to "${file}"`;
    },
  }),
  write: fileFn({
    doc: "Makes a file consist of the lines given.",
    examples: ["salt '*' file.write /etc/motd 'Welcome.' 'Mind the gap.'"],
    params: { path },
    varargs: "args",
    varkw: "kwargs",
    run: (args, _context, rest) => {
      const file = expandUser(args.path);
      const lines = linesFrom(rest);
      writeFileSync(file, lines.join(""));
      return `Wrote ${lines.length} lines to "${file}"`;
    },
  }),
  read: fileFn({
    doc: "The contents of a file.",
    examples: ["salt '*' file.read /etc/motd"],
    params: { path, binary: maybe.bool(false, "Give bytes instead of a text.") },
    run: (args) => {
      const bytes = readFileSync(args.path);
      return args.binary ? bytes : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    },
  }),
  touch: fileFn({
    doc: "Makes an empty file where there is none, and sets its times.",
    examples: ["salt '*' file.touch /var/log/app.log", "salt '*' file.touch /tmp/x mtime=1000000000"],
    params: {
      name: needed.str("The file."),
      atime: maybe.any(null, "The time of the last access, in seconds since 1970."),
      mtime: maybe.any(null, "The time of the last change, in seconds since 1970."),
    },
    run: (args) => touch(expandUser(args.name), args.atime, args.mtime),
  }),
  truncate: fileFn({
    doc: "Cuts a file off, or fills it up with zeros, at a length.",
    examples: ["salt '*' file.truncate /var/log/app.log 512"],
    params: { path, length: needed.int("The length in bytes.") },
    run: (args) => {
      truncateSync(expandUser(args.path), args.length);
      return null;
    },
  }),
  seek_read: fileFn({
    doc: "Some bytes from a place in a file.",
    examples: ["salt '*' file.seek_read /etc/motd 10 0"],
    params: { path, size: needed.int("How many bytes."), offset: needed.int("Where they begin.") },
    run: (args) => readAt(expandUser(args.path), args.size, args.offset),
  }),
  seek_write: fileFn({
    doc: "Writes at a place in a file, over what is there; gives the number of bytes.",
    examples: ["salt '*' file.seek_write /tmp/file 'some data' 4096"],
    params: { path, data: needed.any("What to write."), offset: needed.int("Where to begin.") },
    run: (args) => writeAt(expandUser(args.path), args.data, args.offset),
  }),
};

/** The lines of a call; `args` by keyword takes the place of all others. */
function linesFrom({ args, kwargs }: Rest): readonly string[] {
  const given = kwargs.get("args");
  const lines = given === undefined ? args : isList(given) ? given : [given];
  return lines.map((line) => `${pythonStr(line)}\n`);
}

/** A newline when the last line has none. Throws the system's error when there is no such file. */
function missingNewline(file: string): string {
  const descriptor = openSync(file, "r+");
  try {
    const { size } = fstatSync(descriptor);
    const last = Buffer.alloc(1);
    const count = size === 0 ? 0 : readSync(descriptor, last, 0, 1, size - 1);
    return count === 1 && last[0] !== 0x0a ? "\n" : "";
  } finally {
    closeSync(descriptor);
  }
}

function contentsOrNothing(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (isSystemError(error)) return Buffer.alloc(0);
    throw error;
  }
}

function touch(file: string, atime: Value, mtime: Value): boolean {
  const seconds = (value: Value): number => {
    if (!isTruthy(value) && value !== 0) return Date.now() / 1000;
    const number = Number(pythonStr(value));
    if (!Number.isFinite(number)) throw new SaltInvocationError("atime and mtime must be integers");
    return number;
  };
  try {
    if (!exists(file)) writeFileSync(file, "", { flag: "a" });
    utimesSync(file, seconds(atime), seconds(mtime));
  } catch (error) {
    if (error instanceof SaltInvocationError) throw error;
    throw new CommandExecutionError(reasonText(error), { cause: error });
  }
  return exists(file);
}

function readAt(file: string, size: number, offset: number): Uint8Array | string {
  if (size < 0 || size > MAX_READ_BYTES)
    throw new SaltInvocationError(`size must be between 0 and ${MAX_READ_BYTES}`);
  const descriptor = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(Math.min(size, Math.max(0, fstatSync(descriptor).size - offset) || size));
    const count = readSync(descriptor, bytes, 0, bytes.length, offset);
    return bytes.subarray(0, count);
  } finally {
    closeSync(descriptor);
  }
}

function writeAt(file: string, data: Value, offset: number): number {
  const bytes = data instanceof Uint8Array ? data : Buffer.from(pythonStr(data));
  const descriptor = openSync(file, "r+");
  try {
    const count = writeSync(descriptor, bytes, 0, bytes.length, offset);
    fsyncSync(descriptor);
    return count;
  } finally {
    closeSync(descriptor);
  }
}
