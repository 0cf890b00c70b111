/**
 * Files that minions push: kept below each minion's own directory, within limits that count what was received.
 */
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { errorText } from "@salt/core";
import type { PushedPiece } from "./pushed-piece.js";

/** Limits in bytes. */
export interface ReceiveLimits {
  /** One file. */
  readonly file: number;
  /** All files of one minion; a file counts as at least one block. */
  readonly minion: number;
}

/** What a small file takes on the disk, in bytes. */
const BLOCK = 4096;
/** The last part of a path is never followed when it is a link. */
const OPEN = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Stores pushed files below a directory for all minions. */
export class ReceivedFiles {
  readonly #folder: string;
  readonly #limits: ReceiveLimits;
  /** Bytes by minion, counted from the disk at its first push. */
  readonly #used = new Map<string, number>();

  constructor(folder: string, limits: ReceiveLimits) {
    this.#folder = folder;
    this.#limits = limits;
  }

  /** Stores a piece; undefined, or a sentence on why it is refused. `id` is a checked minion id. */
  store(id: string, piece: PushedPiece): string | undefined {
    if (piece.loc + piece.data.length > this.#limits.file)
      return "the file is larger than file_recv_max_size";
    const root = join(this.#folder, id, "files");
    // The directory goes with the minion's key.
    const isNew = lstatSync(root, { throwIfNoEntry: false }) === undefined;
    const used = isNew ? 0 : (this.#used.get(id) ?? usedBy(root));
    try {
      const folder = makeFolders(root, piece.path.slice(0, -1));
      return folder === undefined
        ? "its directory is something else"
        : this.#write(id, used, join(folder, piece.path.at(-1) ?? ""), piece);
    } catch (error) {
      return errorText(error);
    }
  }

  #write(id: string, used: number, path: string, { loc, data }: PushedPiece): string | undefined {
    const before = lstatSync(path, { throwIfNoEntry: false });
    if (before !== undefined && !before.isFile()) return "its place is taken by something else";
    const size = before?.size ?? 0;
    if (loc !== 0 && loc !== size) return `it goes on at ${loc}, but ${size} bytes are there`;
    const after = used - (before === undefined ? 0 : occupied(size)) + occupied(loc + data.length);
    if (after > this.#limits.minion) return "this minion's files are more than file_recv_quota";
    const file = openSync(path, OPEN, 0o600);
    try {
      if (!fstatSync(file).isFile()) return "its place is taken by something else";
      if (loc === 0) ftruncateSync(file, 0);
      for (let at = 0; at < data.length; ) at += writeSync(file, data, at, data.length - at, loc + at);
    } finally {
      closeSync(file);
    }
    this.#used.set(id, after);
    return undefined;
  }
}

/** Makes directories one below the other; undefined when a part of the path is no directory, such as a link. */
function makeFolders(root: string, names: readonly string[]): string | undefined {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  let place = root;
  for (const name of names) {
    place = join(place, name);
    const stats = lstatSync(place, { throwIfNoEntry: false });
    if (stats === undefined) mkdirSync(place, { mode: 0o700 });
    else if (!stats.isDirectory()) return undefined;
  }
  return place;
}

function occupied(size: number): number {
  return Math.max(size, BLOCK);
}

function usedBy(root: string): number {
  if (lstatSync(root, { throwIfNoEntry: false }) === undefined) return 0;
  let used = 0;
  for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    const stats = lstatSync(join(root, name), { throwIfNoEntry: false });
    if (stats?.isFile()) used += occupied(stats.size);
  }
  return used;
}
