/**
 * Looking into archives.
 */
import { rmSync } from "node:fs";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { CommandExecutionError, isInt, isTruthy, MalformedError, maybe, needed, pythonStr } from "@salt/core";
import { fileFn, isSystemError, systemErrorText } from "../file-functions/system-error.js";
import type { Contents } from "./contents.js";
import { formatOf, rarContents, tarContents, zipContents } from "./contents.js";
import { readZipMembers } from "./zip-members.js";

const source = {
  name: needed.str("The archive: a path or a URL."),
  clean: maybe.bool(false, "Remove the copy in the minion's cache again."),
  saltenv: maybe.str("base", "The environment of the file server."),
  source_hash: maybe.str(null, "Digest of the archive."),
  use_etag: maybe.bool(false, "Ask the web server whether the cached copy is still right."),
};

/** The functions, by name. */
export const listFunctions = {
  list: fileFn({
    doc: "The paths in an archive; with `verbose` by kind, and those at the top.",
    examples: [
      "salt '*' archive.list /path/to/myfile.tar.gz",
      "salt '*' archive.list salt://foo.zip strip_components=1",
    ],
    params: {
      name: source.name,
      archive_format: maybe.str(null, "`tar`, `zip` or `rar`, where the name does not tell."),
      options: maybe.str(null, "A program that decompresses a tar file, e.g. `xz --decompress --stdout`."),
      strip_components: maybe.any(null, "Leave out that many directories at the start of paths."),
      clean: source.clean,
      verbose: maybe.bool(false, "Tell directories, files and links apart."),
      saltenv: source.saltenv,
      source_hash: source.source_hash,
      use_etag: source.use_etag,
    },
    run: async (args, context): Promise<Plain> => {
      const cached = await cachedCopy(args, context);
      const contents = await naming(cached, async () => {
        const strip = isTruthy(args.strip_components) ? positive(args.strip_components) : 0;
        const format = args.archive_format ?? formatOf(pathOf(args.name));
        return stripped(await contentsOf(args.name, cached, format, args.options, context), strip);
      });
      if (args.clean) rmSync(cached, { force: true });
      return args.verbose
        ? byKind(contents)
        : [...contents.dirs, ...contents.files, ...contents.links].sort();
    },
  }),
  is_encrypted: fileFn({
    doc: "Whether a zip file can only be read with a password.",
    examples: ["salt '*' archive.is_encrypted /path/to/myfile.zip"],
    params: source,
    run: async (args, context) => {
      const cached = await cachedCopy(args, context);
      const isEncrypted = await naming(cached, () =>
        reading(args.name, () => readZipMembers(cached).some((one) => one.isEncrypted)),
      );
      if (args.clean) rmSync(cached, { force: true });
      return isEncrypted;
    },
  }),
} as const;

interface Source {
  readonly name: string;
  readonly saltenv: string | null;
  readonly source_hash: string | null;
  readonly use_etag: boolean;
}

async function cachedCopy(args: Source, context: ExecutionContext): Promise<string> {
  const options = { source_hash: args.source_hash, use_etag: args.use_etag };
  const cached = await context.call("cp.cache_file", [args.name, args.saltenv], options);
  if (typeof cached !== "string" || cached === "")
    throw new CommandExecutionError(`Failed to cache ${args.name}`);
  return cached;
}

/** Failures name the copy, as Salt's do. */
async function naming<T>(cached: string, look: () => T | Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    const message = error.message.replace(/\.$/, "");
    const place = `archive location:\n    ${cached}`;
    throw new CommandExecutionError(`${message}. Additional info follows:\n\n${place}`, { cause: error });
  }
}

function positive(value: Value): number {
  const count = isInt(value) ? Number(value) : Number.parseInt(pythonStr(value), 10);
  if (!(count > 0)) throw new CommandExecutionError("'strip_components' must be a positive integer");
  return count;
}

/** The path of a URL; other texts as they are. */
function pathOf(name: string): string {
  const path = /^[a-z][a-z0-9+.-]*:\/\/(.*)$/is.exec(name)?.[1] ?? name;
  return path.replace(/[?#].*$/s, "");
}

async function contentsOf(
  name: string,
  cached: string,
  format: string | undefined,
  options: string | null,
  context: ExecutionContext,
): Promise<Contents> {
  if (format === "tar") return await tarContents(name, cached, options, context);
  if (format === "zip") return reading(name, () => zipContents(cached));
  if (format === "rar") return await rarContents(name, cached, context);
  const fault =
    format === undefined
      ? "Unable to guess archive format, please pass an 'archive_format' argument."
      : `Unsupported archive format '${format}'`;
  throw new CommandExecutionError(fault);
}

function reading<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedError) throw new CommandExecutionError(`${name} is not a ZIP file`);
    if (isSystemError(error))
      throw new CommandExecutionError(`Failed to list contents of ${name}: ${systemErrorText(error)}`);
    throw error;
  }
}

function stripped({ dirs, files, links }: Contents, count: number): Contents {
  if (count === 0) return { dirs, files, links };
  const strip = (paths: readonly string[]): readonly string[] =>
    paths.map((path) => path.split("/").slice(count).join("/")).filter((path) => path !== "");
  return { dirs: strip(dirs), files: strip(files), links: strip(links) };
}

function byKind(contents: Contents): Plain {
  const [dirs, files, links] = [contents.dirs, contents.files, contents.links].map((list) =>
    [...list].sort(),
  );
  const tops = (list: readonly string[] = [], slashes = 0): string[] =>
    list.filter((path) => path.split("/").length - 1 === slashes);
  const topDirs = tops(dirs, 1);
  const common = commonStart([...(dirs ?? []), ...(files ?? []), ...(links ?? [])]);
  const root = `${common.split("/")[0]}/`;
  if (common.includes("/") && !topDirs.includes(root)) topDirs.push(root);
  return {
    dirs,
    files,
    links,
    top_level_dirs: topDirs,
    top_level_files: tops(files),
    top_level_links: tops(links),
  };
}

function commonStart(paths: readonly string[]): string {
  const sorted = [...paths].sort();
  const [first = "", last = ""] = [sorted[0], sorted.at(-1)];
  let at = 0;
  while (at < first.length && first[at] === last[at]) at += 1;
  return first.slice(0, at);
}
