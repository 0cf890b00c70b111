/**
 * `cp.get_url` and `cp.cache_file`: files by URL, from wherever.
 */
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readFile, stat } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import { CommandExecutionError, fileDigest, writeFileAtomic } from "@salt/core";
import type { FileClient } from "./file-client.js";
import { readDigest } from "./file-digest.js";
import { externalPlace } from "./file-places.js";
import { ftpPieces } from "./ftp-file.js";
import { cacheFile, getFile, makeCacheFolder } from "./get-file.js";
import { replaceFile } from "./replace-file.js";
import { isSaltUrl, parseSaltUrl } from "./salt-url.js";
import { openWebFile, shownUrl } from "./web-file.js";

/** How a URL is fetched. */
export interface UrlOptions {
  readonly saltenv: string;
  readonly makedirs?: boolean;
  /** A cached copy with this digest is good. */
  readonly sourceHash?: string | undefined;
  readonly verifySsl?: boolean;
  /** Ask the server whether the cached copy is still right. */
  readonly useEtag?: boolean;
}

/** The largest file whose content is given back, in bytes. */
const MAX_CONTENT = 64 * 1024 * 1024;

/**
 * Puts what a URL names to `dest`, or into the cache when that is empty. The path; false or an empty text when there
 * is no such file. A path or `file:` URL is given back as it is, as by real Salt. Throws CommandExecutionError.
 */
export async function getUrl(
  client: FileClient,
  url: string,
  dest: string,
  options: UrlOptions,
): Promise<string | false> {
  const own = localPath(url);
  if (own !== undefined) return own;
  if (isSaltUrl(url)) return await getSalt(client, url, dest, options);
  const parsed = readUrl(url);
  if (dest === "") return await cacheExternal(client, parsed, options);
  const place = (await isFolder(dest)) || dest.endsWith("/") ? join(dest, nameOf(url, parsed)) : dest;
  if (!(await isFolder(dirname(place)))) {
    if (options.makedirs !== true) return "";
    await mkdir(dirname(place), { recursive: true });
  }
  await download(client, parsed, place, options);
  return place;
}

/** The content of what a URL names; false when there is no such file. Throws CommandExecutionError. */
export async function urlContent(
  client: FileClient,
  url: string,
  options: UrlOptions,
): Promise<Uint8Array | false> {
  const own = localPath(url);
  const path = own ?? (isSaltUrl(url) ? await getSalt(client, url, "", options) : undefined);
  if (path === false) return false;
  if (path === undefined) return await collect(await piecesOf(client, readUrl(url), options), url);
  if ((await stat(path)).size > MAX_CONTENT) throw tooLarge(url);
  return await readFile(path);
}

async function getSalt(
  client: FileClient,
  url: string,
  dest: string,
  { saltenv, makedirs = false }: UrlOptions,
): Promise<string | false> {
  const { path, saltenv: own } = parseSaltUrl(url);
  const file = { path, saltenv: own ?? saltenv };
  return dest === "" ? await cacheFile(client, file) : await getFile(client, file, dest, { makedirs });
}

async function cacheExternal(client: FileClient, url: URL, options: UrlOptions): Promise<string> {
  const place = externalPlace(client.opts, options.saltenv, url);
  if (place === undefined) return "Invalid path";
  const digest = options.sourceHash === undefined ? undefined : readDigest(options.sourceHash);
  if (digest !== undefined && existsSync(place)) {
    if ((await fileDigest(place, digest.hashType)) === digest.hsum) return place;
  }
  await makeCacheFolder(place);
  await download(client, url, place, options);
  return place;
}

async function download(client: FileClient, url: URL, place: string, options: UrlOptions): Promise<void> {
  const etagPlace = `${place}.etag`;
  const usesEtag = options.useEtag === true && url.protocol !== "ftp:";
  const etag =
    usesEtag && existsSync(place) && existsSync(etagPlace)
      ? readFileSync(etagPlace, "utf8").trim()
      : undefined;
  if (!usesEtag) return await write(place, await piecesOf(client, url, options));
  const file = await openWebFile(url, { verifySsl: options.verifySsl ?? true, etag, signal: client.signal });
  if (file.status === 304) return;
  await write(place, file.pieces);
  if (file.etag !== undefined) writeFileAtomic(etagPlace, file.etag);
}

async function write(place: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  await replaceFile(place, async (file) => {
    for await (const piece of pieces) await file.writeFile(piece);
  });
}

async function piecesOf(
  { signal }: FileClient,
  url: URL,
  { verifySsl = true }: UrlOptions,
): Promise<AsyncIterable<Uint8Array>> {
  return url.protocol === "ftp:"
    ? ftpPieces(url, signal)
    : (await openWebFile(url, { verifySsl, signal })).pieces;
}

async function collect(pieces: AsyncIterable<Uint8Array>, url: string): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > MAX_CONTENT) throw tooLarge(url);
    all.push(piece);
  }
  return Buffer.concat(all);
}

/** The path of a `file:` URL or of what is no URL; undefined for other URLs. Throws for one that is not absolute. */
function localPath(url: string): string | undefined {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(url)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "file") return undefined;
  const path = (scheme === undefined ? url : url.slice("file:".length).replace(/^\/\//, "")).replace(
    /(?<=.)\/+$/,
    "",
  );
  if (!isAbsolute(path) || path.includes("\0"))
    throw new CommandExecutionError(`Path '${path}' is not absolute`);
  return path;
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && ["http:", "https:", "ftp:"].includes(url.protocol)) return url;
  const shown = url === undefined ? "it cannot be read" : `${url.protocol}// is not served`;
  throw new CommandExecutionError(`The URL is refused: ${shown}`, {
    hint: "Served are salt://, http://, https://, ftp:// and file://.",
  });
}

/** The name below a directory that real Salt gives to what was fetched. */
function nameOf(text: string, url: URL): string {
  const hasName = url.search !== "" || (url.pathname.length > 1 && !url.pathname.endsWith("/"));
  const name = hasName ? (text.split("/").at(-1) ?? "") : "index.html";
  if (name !== "" && name !== "." && name !== ".." && !name.includes("\0")) return name;
  throw new CommandExecutionError(`${shownUrl(url)} has no name that a file could have`);
}

function tooLarge(url: string): CommandExecutionError {
  return new CommandExecutionError(`The file is too large to be given back: more than ${MAX_CONTENT} bytes`, {
    hint: "Give a destination.",
    details: { url: url.split("?")[0] },
  });
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
