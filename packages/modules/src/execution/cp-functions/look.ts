/**
 * `cp.hash_file`, `cp.stat_file`, `cp.is_cached`: what is known of a file.
 */
import { stat } from "node:fs/promises";
import type { ExecutionContext, Value } from "@salt/core";
import { dict, fileDigest, fn, getString, isInt, isList, maybe, needed } from "@salt/core";
import { saltenvOf } from "../../files/file-client.js";
import { isSaltUrl, parseSaltUrl } from "../../files/salt-url.js";
import { cachedPath } from "./cached-path.js";
import { saltenv } from "./saltenv.js";

const path = needed.str("URL of the file server, or a path of the minion.");

/** `hash_file`, `stat_file`, `is_cached`. */
export const lookFunctions = {
  hash_file: fn({
    doc: "Digest of a file and its kind; an empty text for a URL and an empty map for a path that is not there.",
    examples: ["salt '*' cp.hash_file salt://path/to/file"],
    params: { path, saltenv },
    run: async (args, context) => {
      if (isSaltUrl(args.path)) return await ask(context, "_file_hash", args.path, args.saltenv);
      if ((await stat(args.path).catch(() => undefined))?.isFile() !== true) return {};
      const hashType = getString(context.opts, "hash_type") ?? "sha256";
      return { hsum: await fileDigest(args.path, hashType), hash_type: hashType };
    },
  }),
  stat_file: fn({
    doc: "Permissions of a file, as octal digits or as a number; null when there is no such file.",
    examples: ["salt '*' cp.stat_file salt://path/to/file octal=True"],
    params: { path, saltenv, octal: maybe.bool(true, "Octal digits; else the whole number.") },
    run: async (args, context) => {
      const mode = await modeOf(args.path, args.saltenv, context);
      if (mode === undefined) return null;
      return args.octal ? `0o${mode.toString(8)}`.slice(-4) : mode;
    },
  }),
  is_cached: fn({
    doc: "The path of a file in the minion's cache; empty when it is not there.",
    examples: ["salt '*' cp.is_cached salt://path/to/file"],
    params: { path, saltenv },
    run: (args, { opts }) => cachedPath(opts, args.path, saltenvOf(opts, args.saltenv)),
  }),
};

async function modeOf(
  path: string,
  saltenv: string | null,
  context: ExecutionContext,
): Promise<number | undefined> {
  if (!isSaltUrl(path)) return (await stat(path).catch(() => undefined))?.mode;
  const reply = await ask(context, "_file_hash_and_stat", path, saltenv);
  const stats = isList(reply) ? reply[1] : undefined;
  const mode = isList(stats) ? stats[0] : undefined;
  return isInt(mode) ? Number(mode) : undefined;
}

async function ask(
  { opts, control }: ExecutionContext,
  cmd: string,
  url: string,
  saltenv: string | null,
): Promise<Value> {
  const { path, saltenv: own } = parseSaltUrl(url);
  return await control.request(dict({ cmd, path, saltenv: own ?? saltenvOf(opts, saltenv) }));
}
