/**
 * The arguments of `archive.extracted`, read.
 */
import { isAbsolute, relative } from "node:path";
import type { Args, ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, isInt, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { gidOf, uidOf } from "../../execution/file-functions/accounts.js";
import { exists, expandUser, isFile, realPath } from "../../execution/file-functions/paths.js";
import { chooseSource } from "../../execution/file-functions/source-list.js";
import { schemeOf, withoutPassword } from "../../execution/file-functions/source-sum.js";
import { StateFault } from "../file-functions/answer.js";
import { stateEnv } from "../file-functions/saltenv.js";

/** The arguments as they are declared. */
export const extractedParams = {
  name: needed.str("The directory to unpack to."),
  source: needed.any("The archive: a URL, a path, or a list of which the first is taken."),
  source_hash: maybe.any(null, "The checksum of the archive, or where a list of them is."),
  source_hash_name: maybe.any(null, "Under which name such a list has it."),
  source_hash_update: maybe.bool(false, "Unpack again when the checksum changed."),
  skip_files_list_verify: maybe.bool(false, "Look only at the checksum, not at what is in the archive."),
  skip_verify: maybe.bool(false, "Take an archive from the net without a checksum."),
  password: maybe.any(null, "Not taken: everybody on the machine would see it."),
  options: maybe.any(null, "Options of the tar or unzip program."),
  list_options: maybe.str(null, "A program that decompresses a tar file for listing."),
  force: maybe.bool(false, "Remove what is in the way and of another kind."),
  overwrite: maybe.bool(false, "Unpack even when all is there."),
  clean: maybe.bool(false, "Remove what the archive has at its top before unpacking."),
  clean_parent: maybe.bool(false, "Remove the whole directory before unpacking."),
  user: maybe.any(null, "Who is to own what is unpacked."),
  group: maybe.any(null, "The group that is to own it."),
  if_missing: maybe.str(null, "Unpack only when this path is not there."),
  trim_output: maybe.any(false, "Shorten the list of files: to 100, or to a number."),
  use_cmd_unzip: maybe.any(null, "Use the unzip program."),
  extract_perms: maybe.bool(true, "Give files of a zip archive the permissions that they have in it."),
  enforce_toplevel: maybe.bool(true, "Refuse archives with more than one thing at the top."),
  enforce_ownership_on: maybe.str(null, "The only path below the directory whose owner is looked at."),
  archive_format: maybe.any(null, "`tar`, `zip` or `rar`, where the name does not tell."),
  use_etag: maybe.bool(false, "Fetch an archive from the net again only when its tag differs."),
} as const;

/** Arguments that were read. */
export interface ExtractRequest extends Args<typeof extractedParams> {
  /** The directory with a slash at its end. */
  readonly directory: string;
  /** The archive that is there. */
  readonly archive: string;
  readonly isLocal: boolean;
  readonly format: string;
  readonly tarOptions: string | null;
  readonly strip: number | null;
  /** Most files that are told; null for all. */
  readonly trim: number | null;
  readonly withUnzip: boolean;
  readonly saltenv: Value;
}

const FORMATS = ["tar", "rar", "zip"];
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/\.(tar|tar\.gz|tgz|tar\.bz2|tbz2|tbz|tar\.xz|txz|tar\.lzma|tlz)$/, "tar"],
  [/\.zip$/, "zip"],
  [/\.rar$/, "rar"],
];

/** Reads the arguments. Throws StateFault. */
export async function readRequest(
  args: Args<typeof extractedParams>,
  context: ExecutionContext,
): Promise<ExtractRequest> {
  const { name } = args;
  const directory = checkedDirectory(args);
  for (const [what, id] of [
    ["User", uidOf],
    ["Group", gidOf],
  ] as const) {
    const owner = what === "User" ? args.user : args.group;
    if (isTruthy(owner) && id(owner) === "")
      throw new StateFault(directory, `${what} ${pythonStr(owner)} does not exist`);
  }
  const saltenv = stateEnv(context);
  const source = await chosen(directory, args, saltenv, context);
  const isLocal = ["", "file"].includes(schemeOf(source));
  const archive = isLocal ? realPath(expandUser(source.replace(/^file:\/\//, ""))) : source;
  if (isLocal && !isFile(archive))
    throw new StateFault(directory, `Source file '${withoutPassword(archive)}' does not exist`);
  const format = formatOf(directory, source, args.archive_format);
  const options = args.options === null ? null : pythonStr(args.options);
  refuseOptions(directory, args, format, options);
  const strip =
    format === "tar" ? /--strip(?:-components)?(?:\s+|=)["']?(\d+)["']?/.exec(options ?? "") : null;
  return {
    ...args,
    ...{ name, directory, archive, isLocal, format, saltenv },
    tarOptions: options,
    strip: strip === null ? null : Number(strip[1]),
    trim: trimOf(args.trim_output),
    withUnzip: format === "zip" && (isTruthy(options) || isTruthy(args.use_cmd_unzip)),
  };
}

function checkedDirectory(args: Args<typeof extractedParams>): string {
  const { name, if_missing, enforce_ownership_on: owned } = args;
  const refuse = (comment: string, as = name): never => {
    throw new StateFault(as, comment);
  };
  if (args.skip_files_list_verify && args.skip_verify)
    refuse('Only one of "skip_files_list_verify" and "skip_verify" can be set to True');
  if (!isAbsolute(name)) refuse(`${name} is not an absolute path`);
  const bare = name.replace(/\/+$/, "");
  if (isFile(bare)) refuse(`${bare} exists and is not a directory`);
  if (if_missing !== null && !isAbsolute(if_missing))
    refuse("Value for 'if_missing' is not an absolute path");
  if (owned !== null && !isAbsolute(owned))
    refuse("Value for 'enforce_ownership_on' is not an absolute path");
  if (owned !== null && relative(bare, owned).startsWith("../"))
    refuse(`Value for 'enforce_ownership_on' must be within ${bare}/`);
  return `${bare}/`;
}

/** Whether what `if_missing` names is there. */
export function isMarked({ if_missing }: Args<typeof extractedParams>): boolean {
  return if_missing !== null && exists(if_missing);
}

async function chosen(
  name: string,
  { source, source_hash }: Args<typeof extractedParams>,
  saltenv: Value,
  context: ExecutionContext,
): Promise<string> {
  try {
    const found = (await chooseSource(source, source_hash, saltenv, context)).source;
    if (isTruthy(found)) return pythonStr(found);
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    throw new StateFault(name, error.message);
  }
  throw new StateFault(name, `Invalid source "${pythonStr(source)}"`);
}

function formatOf(name: string, source: string, given: Value): string {
  if (isTruthy(given)) {
    const format = pythonStr(given).toLowerCase();
    if (FORMATS.includes(format)) return format;
    const known = FORMATS.join(", ");
    throw new StateFault(
      name,
      `Invalid archive_format '${format}'. Either set it to a supported value (${known}) or remove this argument and the archive format will be guessed based on file extension.`,
    );
  }
  const path = source
    .replace(/[?#].*$/, "")
    .replace(/\/+$/, "")
    .toLowerCase();
  const found = ENDINGS.find(([ending]) => ending.test(path));
  if (found !== undefined) return found[1];
  throw new StateFault(
    name,
    `Could not guess archive_format from the value of the 'source' argument. Please set this archive_format to one of the following: ${FORMATS.join(", ")}`,
  );
}

function refuseOptions(
  name: string,
  args: Args<typeof extractedParams>,
  format: string,
  options: string | null,
): void {
  if (isTruthy(args.password) && format !== "zip")
    throw new StateFault(name, "The 'password' argument is only supported for zip archives");
  if (isTruthy(options) && format === "rar") {
    throw new StateFault(
      name,
      "The 'options' argument is only compatible with the following archive formats: tar, zip",
    );
  }
  if (format === "zip" && isTruthy(options) && args.use_cmd_unzip === false) {
    throw new StateFault(
      name,
      "'use_cmd_unzip' cannot be set to False if CLI options are being specified (via the 'options' argument). Either remove 'use_cmd_unzip', or set it to True.",
    );
  }
}

/** How many files are told where the list is to be shortened by a bare `true`. */
const USUAL_TRIM = 100;

function trimOf(given: Value): number | null {
  if (!isTruthy(given)) return null;
  if (given === true) return USUAL_TRIM;
  return isInt(given) ? Number(given) : Number.parseInt(pythonStr(given), 10) || null;
}
