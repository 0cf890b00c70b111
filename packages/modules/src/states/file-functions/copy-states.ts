/**
 * `file.copy`, `file.rename`, `file.touch`.
 */
import { lstatSync } from "node:fs";
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { errorText, isTrial, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { makeParents } from "../../execution/file-functions/directories.js";
import { dirName, exists, expandUser, isDirectory } from "../../execution/file-functions/paths.js";
import { factsOf } from "../../execution/file-functions/stat-of.js";
import { done, failed, fileState, pathOf, planned, requireAbsolute, StateFault } from "./answer.js";
import { copyState } from "./copy.js";

const name = needed.str("Where it goes.");
const force = maybe.bool(false, "Replace what is there.");
const makedirs = maybe.bool(false, "Make the directories above it.");

export const copyStates = {
  copy: fileState({
    doc: "Copies a file or directory of this machine, where it is not there yet.",
    params: {
      name,
      source: needed.str("What is copied."),
      force,
      makedirs,
      preserve: maybe.bool(false, "Give the copy the owner and permissions of the source."),
      user: maybe.any(null, "Who is to own the copy."),
      group: maybe.any(null, "The group that is to own it."),
      mode: maybe.any(null, "Its permissions; those of the source where not given."),
      dir_mode: maybe.any(null, "The permissions of directories that are made."),
      subdir: maybe.bool(false, "Where the name is a directory, copy into it."),
    },
    varkw: "kwargs",
    run: (args, context, { kwargs }) => copyState({ ...args, owner: kwargs.get("owner") ?? null }, context),
  }),
  rename: fileState({
    doc: "Moves a file or directory of this machine, where it was not moved before.",
    params: { name, source: needed.str("What is moved."), force, makedirs },
    varkw: "kwargs",
    run: async (args, context) => {
      const to = withVariables(pathOf(args.name, "rename"));
      const from = withVariables(expandUser(args.source));
      requireAbsolute(to);
      if (!isThere(from)) return done(to, `Source file "${from}" has already been moved out of place`);
      if (isThere(to)) {
        if (!args.force) return done(to, `The target file "${to}" exists and will not be overwritten`);
        if (!isTrial(context)) await context.call("file.remove", [to]);
      }
      if (isTrial(context)) return planned(to, `File "${from}" is set to be moved to "${to}"`);
      await requireParent(to, args.makedirs, context);
      try {
        await context.call("file.move", [from, to]);
      } catch (error) {
        context.log.debug({ from, to, reason: errorText(error) }, "A file could not be moved");
        return failed(to, `Failed to move "${from}" to "${to}"`);
      }
      return done(to, `Moved "${from}" to "${to}"`, { [to]: from });
    },
  }),
  touch: fileState({
    doc: "Makes an empty file where there is none, and sets its times.",
    params: {
      name: needed.str("The file."),
      atime: maybe.any(null, "The time of the last access, in seconds since 1970."),
      mtime: maybe.any(null, "The time of the last change, in seconds since 1970."),
      makedirs,
    },
    run: (args, context) => touchState(pathOf(args.name, "touch"), args, context),
  }),
};

/** How a file is touched. */
export interface TouchRequest {
  readonly atime: Value;
  readonly mtime: Value;
  readonly makedirs: boolean;
}

/** Touches a file. Throws StateFault. */
export async function touchState(
  path: string,
  { atime, mtime, makedirs: withParents }: TouchRequest,
  context: ExecutionContext,
): Promise<StateAnswer> {
  requireAbsolute(path);
  const wasThere = exists(path);
  if (isTrial(context)) return touchPlan(path, atime, mtime);
  if (withParents) await makeParents(path, { user: null, group: null, mode: null }, context);
  if (!isDirectory(dirName(path))) return failed(path, `Directory not present to touch file ${path}`);
  const isDone = isTruthy(await context.call("file.touch", [path, atime, mtime]));
  if (!isDone) return failed(path, "");
  if (!wasThere) return done(path, `Created empty file ${path}`, { new: path });
  const kind = isDirectory(path) ? "directory" : "file";
  return done(path, `Updated times on ${kind} ${path}`, { touched: path });
}

function touchPlan(path: string, atime: Value, mtime: Value): StateAnswer {
  if (!exists(path)) return planned(path, `File ${path} is set to be created`, { new: path });
  const now = factsOf(path, false);
  const differs = (wanted: Value, is: Value): boolean =>
    wanted !== null && pythonStr(wanted) !== pythonStr(is);
  if (differs(atime, now.atime) || differs(mtime, now.mtime))
    return planned(path, `Times set to be updated on file ${path}`, { touched: path });
  // The change stands there although nothing is to be done: so does Salt's.
  return done(path, `File ${path} exists and has the correct times`, { new: path });
}

/** Whether a name is taken, if only by a link that leads nowhere. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Makes the directory that something goes to, or says that it is not there. Throws StateFault. */
async function requireParent(to: string, makes: boolean, context: ExecutionContext): Promise<void> {
  if (isDirectory(dirName(to))) return;
  if (!makes) throw new StateFault(to, `The target directory ${dirName(to)} is not present`);
  await makeParents(to, { user: null, group: null, mode: null }, context);
}

/** Puts values in place of `$NAME` and `${NAME}`; unknown ones stay. */
function withVariables(path: string): string {
  return path.replace(
    /\$(?:(\w+)|\{([^}]*)\})/g,
    (whole, bare?: string, braced?: string) => process.env[bare ?? braced ?? ""] ?? whole,
  );
}
