/**
 * What the system tells of files: owner, mode, times, type.
 */
import { accessSync, constants, lstatSync, readdirSync, statSync } from "node:fs";
import { isAbsolute } from "node:path";
import type { Plain, Value } from "@salt/core";
import { maybe, needed, pythonStr, SaltInvocationError } from "@salt/core";
import { gidOf, groupOf, uidOf, userOf } from "./accounts.js";
import { fileSystemFacts } from "./file-system-facts.js";
import { hashFile } from "./hash-file.js";
import { exists, expandUser, globPaths, isDirectory, isFile, isLink } from "./paths.js";
import type { FileFacts } from "./stat-of.js";
import { factsOf, secondsOf } from "./stat-of.js";
import { fileFn } from "./system-error.js";

const path = needed.str("The file.");
const followLinks = maybe.bool(true, "Whether a link stands for the file that it leads to.");

/** A function that gives one of the facts. */
const fact = (name: string, key: keyof FileFacts, doc: string) =>
  fileFn({
    doc,
    examples: [`salt '*' file.${name} /etc/passwd`],
    params: { path, follow_symlinks: followLinks },
    run: (args) => factsOf(expandUser(args.path), args.follow_symlinks)[key],
  });

/** A function that says whether a file is of a type. */
const typeTest = (name: string, doc: string, test: (path: string) => boolean) =>
  fileFn({
    doc,
    examples: [`salt '*' file.${name} /dev/null`],
    params: { name: path },
    run: (args) => exists(expandUser(args.name)) && test(expandUser(args.name)),
  });

export const factFunctions = {
  stats: fileFn({
    doc: "Owner, mode, times, size and type of a file, and its checksum when a kind of checksum is named.",
    examples: ["salt '*' file.stats /etc/passwd", "salt '*' file.stats /etc/passwd sha256"],
    params: {
      path,
      hash_type: maybe.str(null, "The kind of checksum, e.g. `sha256`."),
      follow_symlinks: followLinks,
    },
    run: async (args): Promise<Plain> => {
      const facts = factsOf(expandUser(args.path), args.follow_symlinks);
      if (args.hash_type === null || args.hash_type === "") return { ...facts };
      const sum = await hashFile(expandUser(args.path), args.hash_type);
      const { type, target, ...before } = facts;
      return { ...before, sum, type, target };
    },
  }),
  lstat: fileFn({
    doc: "What the system call lstat tells of a file; nothing when there is none.",
    examples: ["salt '*' file.lstat /etc/localtime"],
    params: { path },
    run: (args) => lstatFacts(absolute(args.path, "Path to file must be absolute.")),
  }),
  get_uid: fact("get_uid", "uid", "The user id that owns a file."),
  get_gid: fact("get_gid", "gid", "The group id that owns a file."),
  get_user: fact("get_user", "user", "The user that owns a file."),
  get_group: fact("get_group", "group", "The group that owns a file."),
  get_mode: fact("get_mode", "mode", "The permissions of a file, as four octal digits."),
  uid_to_user: fileFn({
    doc: "The name of a user id; the id itself when it has none.",
    examples: ["salt '*' file.uid_to_user 0"],
    params: { uid: needed.int("The id.") },
    run: ({ uid }) => userOf(uid),
  }),
  user_to_uid: fileFn({
    doc: "The id of a user; empty when there is none.",
    examples: ["salt '*' file.user_to_uid root"],
    params: { user: needed.any("The name.") },
    run: ({ user }) => uidOf(user),
  }),
  gid_to_group: fileFn({
    doc: "The name of a group id; the id itself when it has none.",
    examples: ["salt '*' file.gid_to_group 0"],
    params: { gid: needed.any("The id, or a name.") },
    run: ({ gid }) => groupName(gid),
  }),
  group_to_gid: fileFn({
    doc: "The id of a group; empty when there is none.",
    examples: ["salt '*' file.group_to_gid root"],
    params: { group: needed.any("The name.") },
    run: ({ group }) => gidOf(group),
  }),
  access: fileFn({
    doc: "Whether the minion may do something with a file: `f` it is there, `r` read, `w` write, `x` execute.",
    examples: ["salt '*' file.access /etc/passwd r"],
    params: { path, mode: needed.any("One of f, r, w, x, or the number of the system call.") },
    run: (args) => mayAccess(absolute(args.path, "Path to link must be absolute."), args.mode),
  }),
  statvfs: fileFn({
    doc: "What the system tells of the file system on which a path lies.",
    examples: ["salt '*' file.statvfs /var"],
    params: { path },
    run: (args, context) => fileSystemFacts(absolute(args.path, "File path must be absolute."), context),
  }),
  is_link: fileFn({
    doc: "Whether a path is a symbolic link.",
    examples: ["salt '*' file.is_link /etc/localtime"],
    params: { path },
    run: (args) => isLink(expandUser(args.path)),
  }),
  is_hardlink: fileFn({
    doc: "Whether a file has more than one name.",
    examples: ["salt '*' file.is_hardlink /etc/passwd"],
    params: { path },
    run: (args) => {
      const facts = lstatFacts(absolute(args.path, "Path to file must be absolute."));
      return "st_nlink" in facts ? facts.st_nlink > 1 : {};
    },
  }),
  is_chrdev: typeTest("is_chrdev", "Whether a path is a character device.", (name) =>
    statSync(name).isCharacterDevice(),
  ),
  is_blkdev: typeTest("is_blkdev", "Whether a path is a block device.", (name) =>
    statSync(name).isBlockDevice(),
  ),
  is_fifo: typeTest("is_fifo", "Whether a path is a named pipe.", (name) => statSync(name).isFIFO()),
  directory_exists: fileFn({
    doc: "Whether a path is a directory.",
    examples: ["salt '*' file.directory_exists /etc"],
    params: { path },
    run: (args) => isDirectory(expandUser(args.path)),
  }),
  file_exists: fileFn({
    doc: "Whether a path is a regular file.",
    examples: ["salt '*' file.file_exists /etc/passwd"],
    params: { path },
    run: (args) => isFile(expandUser(args.path)),
  }),
  path_exists_glob: fileFn({
    doc: "Whether any path fits a pattern with `*`, `?` and `[…]`.",
    examples: ["salt '*' file.path_exists_glob '/etc/pass*'"],
    params: { path: needed.str("The pattern.") },
    run: (args) => globPaths(expandUser(args.path)).length > 0,
  }),
  readdir: fileFn({
    doc: "The names in a directory, `.` and `..` included.",
    examples: ["salt '*' file.readdir /etc"],
    params: { path: needed.str("The directory.") },
    run: (args) => {
      const directory = absolute(args.path, "Dir path must be absolute.");
      if (!isDirectory(directory))
        throw new SaltInvocationError(`A valid directory was not specified: ${directory}`);
      return [".", "..", ...readdirSync(directory)];
    },
  }),
};

/** A path with its home directory put in. Throws SaltInvocationError with `fault` unless it is absolute. */
function absolute(given: string, fault: string): string {
  const expanded = expandUser(given);
  if (!isAbsolute(expanded)) throw new SaltInvocationError(fault);
  return expanded;
}

function groupName(gid: Value): Value {
  const text = pythonStr(gid);
  const id = /^\s*-?\d+\s*$/.test(text) ? Number(text) : gidOf(text);
  return id === "" ? "" : groupOf(id);
}

type LinkFacts = { readonly [key: string]: Plain } & { readonly st_nlink: number };

function lstatFacts(file: string): LinkFacts | Record<never, never> {
  const stat = lstatSync(file, { bigint: true, throwIfNoEntry: false });
  if (stat === undefined) return {};
  return {
    st_atime: secondsOf(stat.atimeNs),
    st_ctime: secondsOf(stat.ctimeNs),
    st_gid: Number(stat.gid),
    st_mode: Number(stat.mode),
    st_mtime: secondsOf(stat.mtimeNs),
    st_nlink: Number(stat.nlink),
    st_size: Number(stat.size),
    st_uid: Number(stat.uid),
  };
}

const ACCESS: Readonly<Record<string, number>> = {
  f: constants.F_OK,
  r: constants.R_OK,
  w: constants.W_OK,
  x: constants.X_OK,
};

function mayAccess(file: string, mode: Value): boolean {
  const bits = Object.hasOwn(ACCESS, pythonStr(mode)) ? ACCESS[pythonStr(mode)] : mode;
  if (typeof bits !== "number" || !Object.values(ACCESS).includes(bits))
    throw new SaltInvocationError("Invalid mode specified.");
  try {
    accessSync(file, bits);
    return true;
  } catch {
    return false;
  }
}
