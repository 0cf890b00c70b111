/**
 * `cp.get_file` and what caches files: where a file goes, and whether it has to be fetched at all.
 */

import type { Stats } from "node:fs";
import { statSync } from "node:fs";
import { lstat, mkdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { FetchOptions } from "./fetch-file.js";
import { fetchFile } from "./fetch-file.js";
import type { FileClient } from "./file-client.js";
import { cachePlace } from "./file-places.js";
import type { FileState, RemoteFile } from "./file-requests.js";
import { baseName, stateOf } from "./file-requests.js";

/** How a file is put to a place of the caller's choice. */
export interface GetOptions extends FetchOptions {
  /** Make the directories that are missing. */
  readonly makedirs: boolean;
}

/**
 * Puts a file of the file server to `dest`: below it when that is a directory or ends with a slash. The path it went
 * to; false when there is no such file, or its directory is missing and is not to be made.
 */
export async function getFile(
  client: FileClient,
  file: RemoteFile,
  dest: string,
  options: GetOptions,
): Promise<string | false> {
  const state = await stateOf(client.request, file);
  if (state === undefined) return false;
  const place = (await isFolder(dest)) || dest.endsWith("/") ? join(dest, baseName(file.path)) : dest;
  if (await hasState(client, place, state)) return place;
  const folder = dirname(place);
  if (!(await isFolder(folder))) {
    if (!options.makedirs) return false;
    await mkdir(folder, { recursive: true });
  }
  return (await fetchFile(client, file, state, place, options)) ? place : false;
}

/** Puts a file into the minion's cache; its path there, or false when there is no such file. */
export async function cacheFile(client: FileClient, file: RemoteFile): Promise<string | false> {
  const state = await stateOf(client.request, file);
  if (state === undefined) return false;
  const place = cachePlace(client.opts, file.saltenv, file.path);
  if (await hasState(client, place, state)) return place;
  await makeCacheFolder(place);
  return (await fetchFile(client, file, state, place, { mode: 0o600 })) ? place : false;
}

/** Makes the directory of a cached file; what was a file or a directory before and is the other now, goes. */
export async function makeCacheFolder(place: string): Promise<void> {
  const folder = dirname(place);
  const [above, old] = await Promise.all([lstatOf(folder), lstatOf(place)]);
  if (above?.isFile()) await rm(folder);
  if (old?.isDirectory()) await rm(place, { recursive: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

async function hasState(client: FileClient, place: string, state: FileState): Promise<boolean> {
  // Jobs have a process of their own: looking at the file on the spot holds nobody up, and a state run does it often.
  const stats = statNow(place);
  if (stats === undefined || !stats.isFile()) return false;
  if (state.size !== undefined && stats.size !== state.size) return false;
  return (await client.digests.of(place, state.hashType)) === state.hsum;
}

function statNow(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function lstatOf(path: string): Promise<Stats | undefined> {
  return await lstat(path).catch(() => undefined);
}
