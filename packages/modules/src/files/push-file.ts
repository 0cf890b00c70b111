/**
 * Sending a file to the master.
 */
import type { FileHandle } from "node:fs/promises";
import { open, realpath, rm, stat } from "node:fs/promises";
import { isAbsolute, normalize } from "node:path";
import { dict, getString, isInt } from "@salt/core";
import type { FileClient } from "./file-client.js";

/** How a file is sent. */
export interface PushOptions {
  /** Send what a link leads to under the link's own path. */
  readonly keepSymlinks: boolean;
  /** Path at the master instead of the file's own. */
  readonly uploadPath: string | undefined;
  readonly removeSource: boolean;
}

const DEFAULT_PIECE = 262_144;

/** Sends a file piece by piece; false when there is no such file, or the master does not take it. */
export async function pushFile(client: FileClient, given: string, options: PushOptions): Promise<boolean> {
  const path = await sourceOf(given, options.keepSymlinks);
  const parts = uploadParts(options.uploadPath, path);
  if (path === undefined || parts === undefined) return false;
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    let loc = 0;
    for await (const data of piecesOf(file, pieceSize(client))) {
      client.signal.throwIfAborted();
      const load = dict({
        cmd: "_file_recv",
        id: getString(client.opts, "id"),
        path: parts,
        size,
        loc,
        data,
      });
      if ((await client.request(load)) !== true) return refused(client, path);
      loc += data.length;
    }
  } finally {
    await file.close();
  }
  if (options.removeSource) await rm(path);
  return true;
}

/** The pieces of a file, of an empty one a single piece without bytes. Each is read while the one before it is sent. */
async function* piecesOf(file: FileHandle, size: number): AsyncGenerator<Uint8Array> {
  const read = (loc: number): Promise<Uint8Array> => {
    const piece = Buffer.allocUnsafe(size);
    const reading = file.read(piece, 0, size, loc).then(({ bytesRead }) => piece.subarray(0, bytesRead));
    reading.catch(() => {});
    return reading;
  };
  let next = read(0);
  for (let loc = 0; ; ) {
    const piece = await next;
    if (piece.length === 0 && loc > 0) return;
    loc += piece.length;
    if (piece.length > 0) next = read(loc);
    yield piece;
    if (piece.length === 0) return;
  }
}

function refused({ log }: FileClient, path: string): false {
  log.error({ path }, "The master does not take the file: see its options file_recv and file_recv_max_size");
  return false;
}

async function sourceOf(given: string, keepSymlinks: boolean): Promise<string | undefined> {
  if (given.includes("../") || !isAbsolute(given) || given.includes("\0")) return undefined;
  const path = keepSymlinks ? given : await realpath(given).catch(() => undefined);
  if (path === undefined) return undefined;
  return (await stat(path).catch(() => undefined))?.isFile() === true ? path : undefined;
}

function uploadParts(
  uploadPath: string | undefined,
  path: string | undefined,
): readonly string[] | undefined {
  const wanted = uploadPath ?? path;
  if (wanted === undefined || wanted.includes("../") || wanted.includes("\0")) return undefined;
  const parts = normalize(wanted)
    .split("/")
    .filter((part) => part !== "" && part !== ".");
  return parts.length === 0 || parts.includes("..") ? undefined : parts;
}

function pieceSize({ opts }: FileClient): number {
  const size = opts.get("file_buffer_size");
  return isInt(size) && size > 0 ? Number(size) : DEFAULT_PIECE;
}
