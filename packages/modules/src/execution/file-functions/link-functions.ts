/**
 * Links, and renaming.
 */

import { randomUUID } from "node:crypto";
import { linkSync, readlinkSync, renameSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import { isAbsolute } from "node:path";
import { CommandExecutionError, maybe, needed, SaltInvocationError } from "@salt/core";
import { dirName, exists, expandUser, isLink, joinPaths, normPath, realPath } from "./paths.js";
import { fileFn, systemErrorText } from "./system-error.js";

const source = needed.str("What is there.");

export const linkFunctions = {
  link: fileFn({
    doc: "Gives a file a second name on the same file system.",
    examples: ["salt '*' file.link /srv/app.conf /etc/app.conf"],
    params: { src: source, path: needed.str("The second name.") },
    run: (args) => {
      const src = absolute(args.src);
      return attempt(() => linkSync(src, args.path), `Could not create '${args.path}'`, true);
    },
  }),
  symlink: fileFn({
    doc: "Makes a symbolic link.",
    examples: ["salt '*' file.symlink /srv/app.conf /etc/app.conf"],
    params: {
      src: needed.str("What the link leads to."),
      path: needed.str("The link."),
      force: maybe.bool(false, "Remove what is in the way."),
      atomic: maybe.bool(false, "Put the link in the place of what is there in one step."),
    },
    run: (args) => makeLink(args.src, expandUser(args.path), args),
  }),
  readlink: fileFn({
    doc: "What a symbolic link leads to.",
    examples: [
      "salt '*' file.readlink /etc/localtime",
      "salt '*' file.readlink /etc/localtime canonicalize=True",
    ],
    params: {
      path: needed.str("The link."),
      canonicalize: maybe.bool(false, "Follow all links, and give an absolute path."),
    },
    run: (args) => {
      const path = withVariables(expandUser(args.path));
      if (!isAbsolute(path)) throw new SaltInvocationError(`Path to link must be absolute: ${path}`);
      if (!isLink(path)) throw new SaltInvocationError(`A valid link was not specified: ${path}`);
      return args.canonicalize ? realPath(path) : readlinkSync(path);
    },
  }),
  rename: fileFn({
    doc: "Renames a file or directory on the same file system.",
    examples: ["salt '*' file.rename /etc/app.conf.new /etc/app.conf"],
    params: { src: source, dst: needed.str("The new name.") },
    run: (args) => renameFile(args.src, args.dst),
  }),
};

/** Renames a file. Throws CommandExecutionError when it cannot be done, SaltInvocationError for a relative path. */
export function renameFile(from: string, to: string): true {
  const [src, dst] = [absolute(from), expandUser(to)];
  return attempt(() => renameSync(src, dst), `Could not rename '${src}' to '${dst}'`, false);
}

function absolute(given: string): string {
  const path = expandUser(given);
  if (!isAbsolute(path)) throw new SaltInvocationError("File path must be absolute.");
  return path;
}

function attempt(work: () => void, message: string, withReason: boolean): true {
  try {
    work();
    return true;
  } catch (error) {
    const text = withReason ? `${message}: ${systemErrorText(error)}` : message;
    throw new CommandExecutionError(text, { cause: error });
  }
}

function makeLink(src: string, path: string, { force, atomic }: { force: boolean; atomic: boolean }): true {
  if (!isAbsolute(path)) throw new SaltInvocationError(`Link path must be absolute: ${path}`);
  if (isLink(path)) {
    if (normPath(readlinkSync(path)) === normPath(src)) return true;
    if (!force && !atomic) throw new CommandExecutionError(`Found existing symlink: ${path}`);
  }
  if (exists(path) && !force && !atomic)
    throw new CommandExecutionError(`Existing path is not a symlink: ${path}`);
  if (atomic) return replaceByLink(src, path);
  if (isLink(path) || exists(path)) unlinkSync(path);
  return attempt(() => symlinkSync(src, path), `Could not create '${path}'`, false);
}

function replaceByLink(src: string, path: string): true {
  const temporary = joinPaths(dirName(path), `.${randomUUID()}`);
  return attempt(
    () => {
      symlinkSync(src, temporary);
      try {
        renameSync(temporary, path);
      } catch (error) {
        rmSync(temporary, { force: true });
        throw error;
      }
    },
    `Could not create '${path}'`,
    false,
  );
}

/** Puts values in place of `$NAME` and `${NAME}`; unknown ones stay. */
function withVariables(path: string): string {
  return path.replace(/\$(?:(\w+)|\{([^}]*)\})/g, (whole, bare?: string, braced?: string) => {
    return process.env[bare ?? braced ?? ""] ?? whole;
  });
}
