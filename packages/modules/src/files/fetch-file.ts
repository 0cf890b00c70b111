/**
 * Fetching one file of the file server to a place, with its digest checked.
 */
import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { CommandExecutionError } from "@salt/core";
import type { FileClient } from "./file-client.js";
import { filePieces } from "./file-pieces.js";
import type { FileState, RemoteFile } from "./file-requests.js";
import { stateOf } from "./file-requests.js";
import { replaceFile } from "./replace-file.js";

/** How often a file that changes while it is fetched is begun anew. */
const TRIES = 3;

/** How a file is fetched. */
export interface FetchOptions {
  /** Level of compression on the way, 1 to 9. */
  readonly gzip?: number | undefined;
  /** Permission bits of a new file, before the umask. */
  readonly mode?: number;
}

/**
 * Fetches a file to `place`, whose directory exists. `state` is what the file server said of it. False when the file
 * is gone meanwhile. Throws CommandExecutionError when it changes all the time, and what requests and the system throw.
 */
export async function fetchFile(
  client: FileClient,
  file: RemoteFile,
  state: FileState,
  place: string,
  options: FetchOptions = {},
): Promise<boolean> {
  let wanted: FileState | undefined = state;
  for (let left = TRIES; left > 0 && wanted !== undefined; left--) {
    try {
      const expected = wanted;
      await replaceFile(place, (handle) => download(client, file, expected, handle, options), options.mode);
      return true;
    } catch (error) {
      if (!(error instanceof DigestError) || left === 1) throw error;
      client.log.warn({ path: file.path }, "A file changed while it was fetched; it is fetched again");
    }
    wanted = await stateOf(client.request, file);
  }
  return false;
}

/** What was received is not what the file server said there is. */
class DigestError extends CommandExecutionError {}

async function download(
  { request, signal }: FileClient,
  file: RemoteFile,
  { hashType, hsum, size }: FileState,
  handle: FileHandle,
  { gzip }: FetchOptions,
): Promise<void> {
  const hash = createHash(hashType);
  let writing = Promise.resolve();
  try {
    for await (const piece of filePieces(request, file, { size, gzip, signal })) {
      hash.update(piece);
      await writing;
      // Goes on while the next piece comes.
      writing = handle.writeFile(piece);
      writing.catch(() => {});
    }
  } finally {
    await writing;
  }
  if (hash.digest("hex") === hsum) return;
  throw new DigestError(`The digest of salt://${file.path} is not what the file server says it is`, {
    hint: "The file changes while it is fetched, or something on the way changes it.",
  });
}
