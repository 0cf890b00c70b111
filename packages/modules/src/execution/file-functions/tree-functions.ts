/**
 * Copying, moving, removing and measuring files and directories.
 */
import {
  copyFileSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
} from "node:fs";
import { isAbsolute } from "node:path";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { CommandExecutionError, isTruthy, maybe, needed, pythonStr, SaltInvocationError } from "@salt/core";
import { checkPerms, NO_LABEL } from "./check-perms.js";
import { renameFile } from "./link-functions.js";
import { baseName, exists, expandUser, isDirectory, isFile, isLink, joinPaths } from "./paths.js";
import { factsOf } from "./stat-of.js";
import { fileFn, isSystemError, systemErrorText } from "./system-error.js";

const MS_PER_DAY = 86_400_000;

export const treeFunctions = {
  copy: fileFn({
    doc: "Copies a file or directory, with its owner and permissions.",
    examples: [
      "salt '*' file.copy /etc/app.conf /etc/app.conf.old",
      "salt '*' file.copy /srv/a /srv/b recurse=True",
    ],
    params: {
      src: needed.str("What is copied."),
      dst: needed.str("Where the copy goes."),
      recurse: maybe.bool(false, "Copy a directory."),
      remove_existing: maybe.bool(false, "Remove a directory that is there first."),
    },
    run: (args, context) => copyTree(absolute(args.src), expandUser(args.dst), args, context),
  }),
  move: fileFn({
    doc: "Moves a file or directory, to another file system too.",
    examples: ["salt '*' file.move /tmp/app.conf /etc/app.conf"],
    params: {
      src: needed.str("What is moved."),
      dst: needed.str("Where it goes; into a directory that is there."),
      disallow_copy_and_unlink: maybe.bool(false, "Fail rather than copy to another file system."),
    },
    run: (args): Plain => {
      if (args.disallow_copy_and_unlink) return renameFile(args.src, args.dst);
      const [src, dst] = [expandUser(args.src), expandUser(args.dst)];
      if (!isAbsolute(src)) throw new SaltInvocationError("Source path must be absolute.");
      if (!isAbsolute(dst)) throw new SaltInvocationError("Destination path must be absolute.");
      moveTree(src, dst);
      return { result: true, comment: `'${src}' moved to '${dst}'` };
    },
  }),
  remove: fileFn({
    doc: "Removes a file, link or directory with all in it; false when there is none.",
    examples: ["salt '*' file.remove /tmp/foo"],
    params: { path: needed.str("What to remove.") },
    varkw: "kwargs",
    run: (args) => {
      const path = expandUser(args.path);
      if (!isAbsolute(path)) throw new SaltInvocationError(`File path must be absolute: ${path}`);
      return removeTree(path);
    },
  }),
  rmdir: fileFn({
    doc: "Removes an empty directory.",
    examples: ["salt '*' file.rmdir /tmp/foo", "salt '*' file.rmdir /tmp/foo recurse=True older_than=7"],
    params: {
      path: needed.str("The directory."),
      recurse: maybe.bool(false, "Remove empty directories in it first."),
      verbose: maybe.bool(false, "Tell what was removed and what could not be."),
      older_than: maybe.any(null, "Only directories that have not changed for so many days."),
    },
    run: (args) => removeDirectories(absolute(args.path), args),
  }),
  diskusage: fileFn({
    doc: "The size of a file, or of all files in a directory, in bytes; files with several names count once.",
    examples: ["salt '*' file.diskusage /var/log"],
    params: { path: needed.str("The file or directory.") },
    run: ({ path }) => (isFile(path) ? statSync(path).size : treeSize(path, new Set())),
  }),
};

function absolute(given: string): string {
  const path = expandUser(given);
  if (!isAbsolute(path)) throw new SaltInvocationError("File path must be absolute.");
  return path;
}

async function copyTree(
  src: string,
  dst: string,
  options: { readonly recurse: boolean; readonly remove_existing: boolean },
  context: ExecutionContext,
): Promise<true> {
  if (!exists(src)) throw new CommandExecutionError(`No such file or directory '${src}'`);
  const { user, group, mode } = factsOf(src);
  const isTree = isDirectory(dst) || isDirectory(src);
  if (isTree && !options.recurse) {
    throw new SaltInvocationError("Cannot copy overwriting a directory without recurse flag set to true!");
  }
  try {
    if (!isTree) copyFileSync(src, dst);
    else if (options.remove_existing) {
      rmSync(dst, { recursive: true, force: true });
      cpSync(src, dst, { recursive: true, dereference: true, preserveTimestamps: true });
    } else copyFiles(src, dst);
  } catch (error) {
    if (error instanceof SaltInvocationError) throw error;
    throw new CommandExecutionError(`Could not copy '${src}' to '${dst}'`, { cause: error });
  }
  const wanted = { user, group, mode, attrs: null, followLinks: false, label: NO_LABEL };
  await checkPerms(dst, null, wanted, context);
  return true;
}

/** Copies the files of a directory into another, over what is there. Links to directories are left out. */
function copyFiles(src: string, dst: string): void {
  if (!exists(dst)) mkdirSync(dst, { recursive: true });
  for (const entry of readdirSync(src, { withFileTypes: true })) {
    const [from, to] = [joinPaths(src, entry.name), joinPaths(dst, entry.name)];
    if (entry.isDirectory()) copyFiles(from, to);
    else if (!isDirectory(from)) copyFileSync(from, to);
  }
}

function moveTree(src: string, given: string): void {
  const dst = isDirectory(given) ? joinPaths(given, baseName(src.replace(/\/+$/, ""))) : given;
  const fail = (reason: string, cause?: unknown): CommandExecutionError =>
    new CommandExecutionError(`Unable to move '${src}' to '${given}': ${reason}`, { cause });
  if (!exists(src) && !isLink(src)) throw fail(`[Errno 2] No such file or directory: '${src}'`);
  if (isDirectory(given) && exists(dst)) throw fail(`Destination path '${dst}' already exists`);
  try {
    renameSync(src, dst);
  } catch (error) {
    if (!isSystemError(error) || error.code !== "EXDEV") throw fail(systemErrorText(error), error);
    cpSync(src, dst, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    rmSync(src, { recursive: true });
  }
}

/** Removes what a path names, links not followed; false when there is nothing. */
function removeTree(path: string): boolean {
  try {
    if (isLink(path) || (exists(path) && !isDirectory(path))) unlinkSync(path);
    else if (isDirectory(path)) rmSync(path, { recursive: true });
    else return false;
    return true;
  } catch (error) {
    throw new CommandExecutionError(`Could not remove '${path}': ${systemErrorText(error)}`, {
      cause: error,
    });
  }
}

function removeDirectories(
  path: string,
  options: { readonly recurse: boolean; readonly verbose: boolean; readonly older_than: Value },
): Plain {
  if (!isDirectory(path)) throw new SaltInvocationError(`A valid directory was not specified: ${path}`);
  const days = isTruthy(options.older_than) ? Number(pythonStr(options.older_than)) : undefined;
  const isOld = (directory: string): boolean =>
    days === undefined ||
    statSync(directory).mtimeMs < (Number.isInteger(days) ? Date.now() - days * MS_PER_DAY : 0);
  const deleted: string[] = [];
  const errors: (readonly [string, string])[] = [];
  const remove = (directory: string): boolean => {
    if (!isOld(directory)) return false;
    try {
      rmdirSync(directory);
      deleted.push(directory);
      return true;
    } catch (error) {
      errors.push([directory, systemErrorText(error)]);
      return false;
    }
  };
  if (options.recurse) for (const directory of directoriesBelow(path)) remove(directory);
  const isClean = errors.length === 0;
  const result = isOld(path) ? remove(path) && isClean : options.recurse && isClean;
  return options.verbose ? { deleted, errors, result } : result;
}

/** Directories in a directory, the deepest first. */
function directoriesBelow(path: string): readonly string[] {
  const below = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return below.flatMap(({ name }) => {
    const directory = joinPaths(path, name);
    return [...directoriesBelow(directory), directory];
  });
}

function treeSize(path: string, seen: Set<bigint>): number {
  if (!isDirectory(path)) return 0;
  let total = 0;
  for (const name of readdirSync(path)) {
    const file = joinPaths(path, name);
    if (lstatSync(file).isDirectory()) total += treeSize(file, seen);
    else if (!isDirectory(file)) {
      const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
      if (stat === undefined || seen.has(stat.ino)) continue;
      seen.add(stat.ino);
      total += Number(stat.size);
    }
  }
  return total;
}
