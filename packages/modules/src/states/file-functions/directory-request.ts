/**
 * The arguments of `file.directory`, read.
 */
import type { Args, ExecutionContext, Value } from "@salt/core";
import { isList, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { normalizeMode } from "../../execution/file-functions/ownership.js";
import { pathOf, requireAbsolute, StateFault } from "./answer.js";
import { requireParam } from "./clean-directory.js";
import { requireOwners, userAsked } from "./owners.js";

/** The arguments as they are declared. */
export const directoryParams = {
  name: needed.str("The directory."),
  user: maybe.any(null, "Who is to own it."),
  group: maybe.any(null, "The group that is to own it."),
  recurse: maybe.any(
    null,
    "What all below it gets, too: of `user`, `group`, `mode`, `ignore_files`, `ignore_dirs`, `silent`.",
  ),
  max_depth: maybe.int(null, "How many levels that goes down."),
  dir_mode: maybe.any(null, "The permissions of directories; `mode` is another name of it."),
  file_mode: maybe.any(null, "The permissions of files; those of directories where not given."),
  makedirs: maybe.bool(false, "Make the directories above it."),
  clean: maybe.bool(false, "Remove what no required state put there."),
  require: requireParam,
  exclude_pat: maybe.any(null, "What `clean` leaves: patterns of paths below the directory."),
  follow_symlinks: maybe.bool(false, "Whether links stand for what they lead to."),
  force: maybe.bool(false, "Replace a file or link that is there."),
  backupname: maybe.str(null, "Where a file that is there goes."),
  allow_symlink: maybe.bool(true, "Be content with a link to a directory."),
  children_only: maybe.bool(false, "Leave the directory itself as it is."),
} as const;

/** What is done to all that is in the directory. */
export interface Recursion {
  readonly kinds: ReadonlySet<string>;
  readonly files: boolean;
  readonly directories: boolean;
}

/** Arguments that were read. */
export interface DirectoryRequest extends Args<typeof directoryParams> {
  readonly dirMode: string | null;
  readonly fileMode: string | null;
}

/** Reads the arguments. Throws StateFault. */
export function readDirectory(
  args: Args<typeof directoryParams>,
  kwargs: ReadonlyMap<string, Value>,
  context: ExecutionContext,
): DirectoryRequest {
  const given = pathOf(args.name, "directory");
  const name = given.endsWith("/") && given !== "/" ? given.slice(0, -1) : given;
  if (args.max_depth !== null && args.clean)
    throw new StateFault(name, "Cannot specify both max_depth and clean");
  const user = userAsked(args.user, kwargs);
  const mode = isTruthy(args.dir_mode) ? args.dir_mode : (kwargs.get("mode") ?? args.dir_mode);
  requireOwners(name, user, args.group, context);
  requireAbsolute(name);
  return {
    ...args,
    name,
    user,
    dirMode: normalizeMode(mode),
    fileMode: normalizeMode(isTruthy(args.file_mode) ? args.file_mode : mode),
  };
}

const KINDS = ["user", "group", "mode", "ignore_files", "ignore_dirs", "silent"];

/** Reads `recurse`: undefined when it is empty, a text when it makes no sense. */
export function recursionOf({ recurse }: DirectoryRequest): Recursion | string | undefined {
  if (!isTruthy(recurse)) return undefined;
  if (!isList(recurse)) return '"recurse" must be formed as a list of strings';
  const kinds = new Set(recurse.map(pythonStr));
  if ([...kinds].some((kind) => !KINDS.includes(kind)))
    return `Types for "recurse" limited to ${KINDS.map((kind) => `"${kind}"`).join(", ")}.`;
  const [files, directories] = [!kinds.has("ignore_files"), !kinds.has("ignore_dirs")];
  if (!files && !directories)
    return 'Must not specify "recurse" options "ignore_files" and "ignore_dirs" at the same time.';
  return { kinds, files, directories };
}
