/**
 * `file.cached` and `file.not_cached`: sources in the minion's cache.
 */
import { rmSync } from "node:fs";
import type { Args, Dict, ExecutionContext, StateAnswer } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  getString,
  isDict,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
} from "@salt/core";
import { hashFile } from "../../execution/file-functions/hash-file.js";
import { exists, expandUser, realPath } from "../../execution/file-functions/paths.js";
import { schemeOf, withoutPassword } from "../../execution/file-functions/source-sum.js";
import { systemErrorText } from "../../execution/file-functions/system-error.js";
import { done, failed, fileState, planned, StateFault } from "./answer.js";

/** Schemes of what has to be fetched from somebody who may not be trusted. */
const FROM_NET = ["http", "https", "ftp", "swift", "s3"];

const name = needed.str("The URL or path of the source.");
const saltenv = maybe.str("base", "The environment of sources on the master.");

const params = {
  name,
  source_hash: maybe.any("", "The checksum of the source, or where a list of them is."),
  source_hash_name: maybe.any(null, "Under which name such a list has it."),
  skip_verify: maybe.bool(false, "Take a source from the net without a checksum."),
  saltenv,
  use_etag: maybe.bool(false, "Fetch a source from the net again only when its tag differs."),
} as const;

type CachedArguments = Args<typeof params>;

export const cachedStates = {
  cached: fileState({
    doc: "Makes sure that a source is in the minion's cache.",
    params,
    run: async (args, context) => {
      const url = args.name;
      const isTrusted = args.skip_verify || isTruthy(args.source_hash) || args.use_etag;
      if (!isTrusted && FROM_NET.includes(schemeOf(url))) {
        const what = `Unable to verify upstream hash of source file ${withoutPassword(url)}`;
        return failed(url, `${what}, please set source_hash or set skip_verify or use_etag to True`);
      }
      const sum = await statedSum(args, context);
      if (isTrial(context)) return await cachePlan(args, sum, context);
      const local = localPath(url);
      return local === undefined ? await cache(args, sum, context) : await lookAt(args, local, sum, context);
    },
  }),
  not_cached: fileState({
    doc: "Makes sure that a source is not in the minion's cache.",
    params: { name, saltenv },
    run: async (args, context) => {
      const local = localPath(args.name);
      if (local !== undefined) return done(args.name, `File ${local} is a local path, no action taken`);
      const found = pythonStr((await context.call("cp.is_cached", [args.name, args.saltenv])) ?? "");
      if (found === "") return done(args.name, `${args.name} is not cached`);
      try {
        rmSync(found);
      } catch (error) {
        return failed(args.name, `Failed to delete ${found}: ${systemErrorText(error)}`);
      }
      return done(args.name, `${found} was deleted`, { deleted: true });
    },
  }),
};

/** The path of a source of this machine; undefined for a URL of anywhere else. */
function localPath(url: string): string | undefined {
  const scheme = schemeOf(url);
  if (scheme !== "" && scheme !== "file") return undefined;
  return realPath(expandUser(scheme === "" ? url : url.slice("file://".length)));
}

async function statedSum(args: CachedArguments, context: ExecutionContext): Promise<Dict | undefined> {
  if (!isTruthy(args.source_hash)) return undefined;
  const { name: source, source_hash, source_hash_name } = args;
  try {
    const options = { source, source_hash, source_hash_name, saltenv: args.saltenv };
    const sum = await context.call("file.get_source_sum", [], options);
    return isDict(sum) ? sum : undefined;
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    throw new StateFault(source, error.message);
  }
}

function kindOf(sum: Dict | undefined, { opts }: ExecutionContext): string {
  return getString(sum, "hash_type") ?? getString(opts, "hash_type") ?? "sha256";
}

async function cachePlan(
  { name: url, saltenv: env }: CachedArguments,
  sum: Dict | undefined,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const found = pythonStr((await context.call("cp.is_cached", [url, env])) ?? "");
  if (found === "") return planned(url, `File will be cached: ${url}`);
  if (sum === undefined) return planned(url, `No hash found. File will be cached: ${url}`);
  const isSame = (await hashFile(found, kindOf(undefined, context))) === getString(sum, "hsum");
  if (isSame) return planned(url, `File already cached: ${url}`);
  return planned(url, `Hashes don't match.\nFile will be cached: ${url}`);
}

async function lookAt(
  { name: url, skip_verify }: CachedArguments,
  path: string,
  sum: Dict | undefined,
  context: ExecutionContext,
): Promise<StateAnswer> {
  if (!exists(path)) return failed(url, `File ${path} is not present on the minion`);
  if (skip_verify || sum === undefined) return done(url, `File ${path} is present on the minion`);
  const [hash, wanted] = [await hashFile(path, kindOf(sum, context)), getString(sum, "hsum")];
  if (hash === wanted) return done(url, `File ${path} is present on the minion and has hash ${hash}`);
  const differs = `but the hash (${hash}) does not match the specified hash (${wanted})`;
  return failed(url, `File ${path} is present on the minion, ${differs}`);
}

async function cache(
  args: CachedArguments,
  sum: Dict | undefined,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name: url, saltenv: env, use_etag, skip_verify } = args;
  const [kind, wanted] = [kindOf(sum, context), getString(sum, "hsum") ?? null];
  const found = pythonStr((await context.call("cp.is_cached", [url, env])) ?? "");
  const old = found === "" ? null : await hashFile(found, kind);
  let path: string;
  try {
    const options = { saltenv: env, source_hash: wanted, use_etag };
    path = pythonStr((await context.call("cp.cache_file", [url], options)) || "");
  } catch (error) {
    return failed(url, withoutPassword(errorText(error)));
  }
  if (path === "" || path === "False")
    return failed(url, `Failed to cache ${withoutPassword(url)}, check minion log for more information`);
  const hash = await hashFile(path, kind);
  const changes = hash === old ? {} : { hash: { old, new: hash } };
  if (skip_verify || wanted === null) return done(url, `File is cached to ${path}`, changes);
  if (hash === wanted) return done(url, `File is already cached to ${path} with hash ${hash}`, changes);
  const differs = `but the hash (${hash}) does not match the specified hash (${wanted})`;
  return failed(url, `File is cached to ${path}, ${differs}`, changes);
}
