/**
 * What `salt-cp` sends: files, and the directories they lie in.
 */
import type { Stats } from "node:fs";
import { lstatSync, opendirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import type { MutableDict } from "@salt/core";
import { CommandError } from "../command-error.js";
import { EXIT } from "../exit-status.js";

/** A file to be sent. */
export interface SourceFile {
  readonly path: string;
  /** Where it goes on the minions. */
  readonly remote: string;
  /** Permission bits. */
  readonly mode: number;
}

/** Everything to be sent in pieces. */
export interface SourceTree {
  readonly files: readonly SourceFile[];
  /** Empty directories, by their place on the minions. */
  readonly folders: readonly string[];
}

/** The largest sum of files that are sent whole, in bytes; requests have a limit too. */
const MAX_WHOLE = 50 * 1024 * 1024;

/** Contents of files by path, for one message. Throws CommandError for what is no file or too large. */
export function readWhole(sources: readonly string[]): MutableDict {
  const contents: MutableDict = new Map();
  let size = 0;
  for (const path of sources.map(realPath)) {
    const stats = statsOf(path);
    if (stats.isDirectory()) {
      throw new NotAFileError(
        `${path} is a directory, only files are supported in non-chunked mode. Use "--chunked" command line argument.`,
      );
    }
    size += stats.size;
    if (size > MAX_WHOLE) throw new CommandError(`${path} is too large to be sent whole: use --chunked.`);
    const bytes = readFileSync(path);
    const text = bytes.toString();
    contents.set(path, Buffer.from(text).equals(bytes) ? text : bytes);
  }
  return contents;
}

/** A source is of a kind that only `--chunked` takes: told on standard output, as by real Salt. */
export class NotAFileError extends CommandError {}

/** All files below the sources, and where each goes. Throws CommandError for what is not there. */
export function readTree(sources: readonly string[], dest: string): SourceTree {
  const found = sources.map(realPath).map((source) => ({ source, ...walk(source) }));
  const count = found.reduce((sum, { files, empty }) => sum + files.length + empty.length * 2, 0);
  const isFolder = count > 1 || /[\\/]$/.test(dest);
  const placeOf = (source: string, path: string): string => {
    if (path === source) return isFolder ? join(dest, basename(path)) : dest;
    return join(dest, basename(source), relative(source, path));
  };
  return {
    files: found.flatMap(({ source, files }) =>
      files.map(({ path, mode }) => ({ path, mode, remote: placeOf(source, path) })),
    ),
    folders: found.flatMap(({ source, empty }) => empty.map((path) => placeOf(source, path))).sort(),
  };
}

interface Walked {
  readonly files: { path: string; mode: number }[];
  readonly empty: string[];
}

function walk(path: string): Walked {
  const stats = statsOf(path);
  if (stats.isFile()) return { files: [{ path, mode: stats.mode & 0o7777 }], empty: [] };
  if (!stats.isDirectory()) return { files: [], empty: [] };
  const names = namesIn(path);
  if (names.length === 0) return { files: [], empty: [path] };
  // A link to a directory could lead back.
  const inside = names
    .map((name) => join(path, name))
    .filter(
      (each) =>
        !(lstatSync(each).isSymbolicLink() && statSync(each, { throwIfNoEntry: false })?.isFile() !== true),
    )
    .map(walk);
  return { files: inside.flatMap(({ files }) => files), empty: inside.flatMap(({ empty }) => empty) };
}

/** Names in the order that the directory has them, as real Salt sends them. */
function namesIn(path: string): readonly string[] {
  const names: string[] = [];
  const folder = opendirSync(path);
  for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) names.push(entry.name);
  folder.closeSync();
  return names;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    throw missing(path);
  }
}

function statsOf(path: string): Stats {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw missing(path);
  return stats;
}

function missing(path: string): CommandError {
  return new CommandError(`The referenced file, ${path} is not available.`, { exitCode: EXIT.incomplete });
}
