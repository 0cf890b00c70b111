/**
 * Many files at once: `cp.get_dir`, `cp.cache_dir`, `cp.cache_master`.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { compileGlob, compilePcre } from "@salt/core";
import type { FileClient } from "./file-client.js";
import { environmentPlace } from "./file-places.js";
import { namesOf } from "./file-requests.js";
import { cacheFile, getFile } from "./get-file.js";

/** Files on their way at the same time. */
const AT_ONCE = 16;

/** Does `work` for each item, a few at a time; results in the order of the items. Throws what the first failure throws. */
export async function mapSome<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Map<number, R>();
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}

/** Puts a directory with everything in it below `dest`; the sorted paths of files and empty directories. */
export async function getFolder(
  client: FileClient,
  path: string,
  saltenv: string,
  dest: string,
  gzip: number | undefined,
): Promise<readonly (string | false)[]> {
  const folder = path.replace(/\/+$/, "");
  const parent = folder.slice(0, Math.max(folder.lastIndexOf("/"), 0));
  const placeOf = (name: string): string => `${dest}/${name.slice(parent.length).replace(/^\/+/, "")}`;
  const isInside = (name: string): boolean => name[folder.length] === "/";
  const { request } = client;
  const files = (await namesOf(request, "_file_list", saltenv, folder)).filter(isInside);
  const empty = (await namesOf(request, "_file_list_emptydirs", saltenv, folder)).filter(isInside);
  const got = await mapSome(files, (name) =>
    getFile(client, { path: name, saltenv }, placeOf(name), { makedirs: true, gzip }),
  );
  for (const name of empty) await mkdir(placeOf(name), { recursive: true });
  return [...got, ...empty.map(placeOf)].sort();
}

/** Which files of a directory are cached. */
export interface CacheFolderOptions {
  readonly includeEmpty: boolean;
  /** A glob, or an expression behind `E@`, for whole paths. */
  readonly include: string | undefined;
  readonly exclude: string | undefined;
}

/** Caches a directory; paths of what is cached now. */
export async function cacheFolder(
  client: FileClient,
  path: string,
  saltenv: string,
  options: CacheFolderOptions,
): Promise<readonly string[]> {
  const folder = path.endsWith("/") ? path : `${path}/`;
  const isWanted = includeExclude(options.include, options.exclude);
  const names = await namesOf(client.request, "_file_list", saltenv, "");
  const files = names.filter((name) => name.startsWith(folder) && isWanted(name));
  const cached = await mapSome(files, (name) => cacheFile(client, { path: name, saltenv }));
  const found = cached.filter((place) => place !== false);
  return options.includeEmpty ? [...found, ...(await cacheEmpty(client, folder, saltenv))] : found;
}

async function cacheEmpty(client: FileClient, folder: string, saltenv: string): Promise<readonly string[]> {
  const names = await namesOf(client.request, "_file_list_emptydirs", saltenv, "");
  const root = environmentPlace(client.opts, saltenv);
  const places = names.filter((name) => name.startsWith(folder)).map((name) => join(root, name));
  for (const place of places) await mkdir(place, { recursive: true, mode: 0o700 });
  return places;
}

/** What is included counts only where nothing excludes it; without `include` all else is in. */
export function includeExclude(
  include: string | undefined,
  exclude: string | undefined,
): (path: string) => boolean {
  const included = include === undefined ? undefined : patternTest(include);
  const excluded = exclude === undefined ? undefined : patternTest(exclude);
  return (path) => (included?.(path) ?? true) && !(excluded?.(path) ?? false);
}

/** Expressions may match anywhere in the path. */
function patternTest(pattern: string): (path: string) => boolean {
  return pattern.startsWith("E@") ? compilePcre(`(?s:.*?)(?:${pattern.slice(2)})`) : compileGlob(pattern);
}
