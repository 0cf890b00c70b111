/**
 * Writing a package file: a tar archive as Salt makes it, compressed, and the same bytes for the same input.
 */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, lstatSync, readlinkSync, type Stats } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { Header, type HeaderData, Pax } from "tar";
import { SpmError } from "../errors.js";
import type { Owners } from "../owners.js";
import { compress } from "./bzip2.js";

/** A file to put into a package. */
export interface PackEntry {
  /** Its name in the package. */
  readonly name: string;
  /** Where it is; undefined for a directory that is only named. */
  readonly source: string | undefined;
}

/** How a package is written. */
export interface PackOptions {
  readonly owners: Owners;
  /** No file in the package is newer, in seconds: SOURCE_DATE_EPOCH. */
  readonly newest: number | undefined;
  readonly signal: AbortSignal;
}

const BLOCK = 512;
/** Archives are filled up to a multiple of this, as tar and Python do. */
const RECORD = 20 * BLOCK;

/** Writes a package file whole or not at all; the SHA-256 of its bytes. Throws SpmError and the system's errors. */
export async function writePackage(
  path: string,
  entries: readonly PackEntry[],
  options: PackOptions,
): Promise<string> {
  const temporary = `${path}.new`;
  const hash = createHash("sha256");
  try {
    await pipeline(
      compress(archive(entries, options)),
      async function* (chunks) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(temporary, { mode: 0o644 }),
      { signal: options.signal },
    );
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return hash.digest("hex");
}

async function* archive(entries: readonly PackEntry[], options: PackOptions): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for (const entry of entries) {
    for await (const block of blocksOf(entry, options)) {
      bytes += block.length;
      yield block;
    }
  }
  bytes += 2 * BLOCK;
  yield Buffer.alloc(2 * BLOCK + ((RECORD - (bytes % RECORD)) % RECORD));
}

async function* blocksOf({ name, source }: PackEntry, options: PackOptions): AsyncGenerator<Uint8Array> {
  if (source === undefined) {
    yield* headers({ path: `${name}/`, type: "Directory", mode: 0o644, size: 0, mtime: new Date(0) });
    return;
  }
  const stats = lstatSync(source);
  const about = { ...attributes(stats, options), path: name };
  if (stats.isDirectory()) yield* headers({ ...about, path: `${name}/`, type: "Directory", size: 0 });
  else if (stats.isSymbolicLink())
    yield* headers({ ...about, type: "SymbolicLink", size: 0, linkpath: readlinkSync(source) });
  else if (stats.isFile()) {
    yield* headers({ ...about, type: "File", size: stats.size });
    yield* contentOf(source, stats.size);
  } else throw new SpmError("package", `${source} is neither a file nor a directory nor a link`);
}

function attributes(stats: Stats, { owners, newest }: PackOptions): HeaderData {
  const seconds = Math.floor(stats.mtimeMs / 1000);
  return {
    mode: stats.mode & 0o777,
    uid: stats.uid,
    gid: stats.gid,
    uname: owners.user(stats.uid),
    gname: owners.group(stats.gid),
    mtime: new Date(Math.min(seconds, newest ?? seconds) * 1000),
  };
}

function* headers(data: HeaderData): Generator<Uint8Array> {
  const header = new Header(data);
  const block = Buffer.alloc(BLOCK);
  // A name that is too long for the header, or that is not ASCII, goes into an extended one.
  if (header.encode(block, 0)) yield new Pax(longNames(data)).encode();
  yield block;
}

function longNames({ path, linkpath }: HeaderData): HeaderData {
  return { ...(path === undefined ? {} : { path }), ...(linkpath === undefined ? {} : { linkpath }) };
}

async function* contentOf(source: string, size: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  if (size > 0) {
    for await (const chunk of createReadStream(source, { end: size - 1 })) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  if (bytes !== size) throw new SpmError("package", `${source} changed while it was packed`);
  yield Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}
