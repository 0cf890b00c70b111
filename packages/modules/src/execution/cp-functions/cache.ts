/**
 * `cp.cache_*`: files into the minion's cache.
 */
import { copyFile, stat } from "node:fs/promises";
import type { Dict, Value } from "@salt/core";
import { fn, isList, maybe, needed, pythonStr } from "@salt/core";
import type { FileClient } from "../../files/file-client.js";
import { fileClient, saltenvOf } from "../../files/file-client.js";
import { cachePlace, externalPlace, localPlace } from "../../files/file-places.js";
import { namesOf } from "../../files/file-requests.js";
import { cacheFile, makeCacheFolder } from "../../files/get-file.js";
import { getUrl } from "../../files/get-url.js";
import { cacheFolder, mapSome } from "../../files/many-files.js";
import { isSaltUrl, parseSaltUrl } from "../../files/salt-url.js";
import { cachedPath } from "./cached-path.js";
import { placedUrl, saltenv } from "./saltenv.js";

/** `cache_file`, `cache_files`, `cache_dir`, `cache_dest`, `cache_local_file`, `cache_master`. */
export const cacheFunctions = {
  cache_file: fn({
    doc: "Caches a file; its path, or false when there is no such file.",
    examples: [
      "salt '*' cp.cache_file salt://path/to/file",
      "salt '*' cp.cache_file https://example.com/file.tgz",
    ],
    params: {
      path: needed.str("URL, or a path, which is given back."),
      saltenv,
      source_hash: maybe.str(null, "Digest; a cached copy that has it is not fetched again."),
      verify_ssl: maybe.bool(true, "Whether certificates are checked."),
      use_etag: maybe.bool(false, "Ask the web server whether the cached copy is still right."),
    },
    run: async (args, context) => {
      const { url, saltenv } = placedUrl(context.opts, args.path, args.saltenv);
      return await getUrl(fileClient(context), url, "", {
        saltenv,
        makedirs: true,
        sourceHash: args.source_hash ?? undefined,
        verifySsl: args.verify_ssl,
        useEtag: args.use_etag,
      });
    },
  }),
  cache_files: fn({
    doc: "Caches several files; their paths, with false for those that are not there.",
    examples: ["salt '*' cp.cache_files salt://path/one,salt://path/two"],
    params: { paths: needed.any("URLs, as a list or with commas between them."), saltenv },
    run: async (args, context) => {
      const urls = isList(args.paths) ? args.paths.map(pythonStr) : pythonStr(args.paths).split(",");
      const client = fileClient(context);
      return await mapSome(urls, (url) => cacheOne(client, url, args.saltenv));
    },
  }),
  cache_dir: fn({
    doc: "Caches a directory; the paths of its files.",
    examples: ["salt '*' cp.cache_dir salt://path/to/dir include_pat='E@*.py$'"],
    params: {
      path: needed.str("URL."),
      saltenv,
      include_empty: maybe.bool(false, "Make empty directories too."),
      include_pat: maybe.str(null, "Glob, or expression behind E@, of the only paths that are cached."),
      exclude_pat: maybe.str(null, "The same, of paths that are not."),
    },
    run: async (args, context) =>
      await cacheFolder(
        fileClient(context),
        parseSaltUrl(args.path).path,
        parseSaltUrl(args.path).saltenv ?? saltenvOf(context.opts, args.saltenv),
        {
          includeEmpty: args.include_empty,
          include: args.include_pat ?? undefined,
          exclude: args.exclude_pat ?? undefined,
        },
      ),
  }),
  cache_dest: fn({
    doc: "The path that a URL has in the cache, whether it is there or not.",
    examples: ["salt '*' cp.cache_dest salt://path/to/file"],
    params: { url: needed.str("URL."), saltenv },
    run: ({ url, saltenv }, { opts }) => destinationOf(opts, url, saltenvOf(opts, saltenv)),
  }),
  cache_local_file: fn({
    doc: "Copies a file of the minion into its cache; the copy's path, empty when there is no such file.",
    examples: ["salt '*' cp.cache_local_file /etc/hosts"],
    params: { path: needed.str("Path.") },
    run: async ({ path }, context) => {
      const { opts } = context;
      if ((await stat(path).catch(() => undefined)) === undefined) return "";
      const cached = cachedPath(opts, path, saltenvOf(opts, null));
      if (cached !== "" && (await sameHash(context.call, path, cached))) return cached;
      const place = localPlace(opts, path);
      await makeCacheFolder(place);
      await copyFile(path, place);
      return place;
    },
  }),
  cache_master: fn({
    doc: "Caches every file of an environment; their paths.",
    examples: ["salt '*' cp.cache_master"],
    params: { saltenv },
    run: async (args, context) => {
      const client = fileClient(context);
      const saltenv = saltenvOf(context.opts, args.saltenv);
      const names = await namesOf(client.request, "_file_list", saltenv, "");
      return await mapSome(names, (path) => cacheFile(client, { path, saltenv }));
    },
  }),
};

async function cacheOne(
  client: FileClient,
  given: string,
  environment: string | null,
): Promise<string | false> {
  const { url, saltenv } = placedUrl(client.opts, given, environment);
  return await getUrl(client, url, "", { saltenv, makedirs: true });
}

function destinationOf(opts: Dict, url: string, saltenv: string): string {
  if (isSaltUrl(url)) {
    const { path, saltenv: own } = parseSaltUrl(url);
    return cachePlace(opts, own ?? saltenv, path);
  }
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:/.test(url) || !URL.canParse(url)) return url;
  return externalPlace(opts, saltenv, new URL(url)) ?? "Invalid path";
}

async function sameHash(
  call: (name: string, args: readonly string[]) => Promise<Value>,
  one: string,
  other: string,
): Promise<boolean> {
  const [first, second] = await Promise.all([call("cp.hash_file", [one]), call("cp.hash_file", [other])]);
  const hsum = (value: Value): Value | undefined => (value instanceof Map ? value.get("hsum") : undefined);
  return hsum(first) !== undefined && hsum(first) === hsum(second);
}
