/**
 * `file.symlink` and `file.hardlink`.
 */
import { lstatSync, rmSync } from "node:fs";
import { isAbsolute } from "node:path";
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { CommandExecutionError, isTrial, maybe, needed } from "@salt/core";
import { makeParents } from "../../execution/file-functions/directories.js";
import { normalizeMode } from "../../execution/file-functions/ownership.js";
import { dirName, exists, isDirectory, isFile, isLink } from "../../execution/file-functions/paths.js";
import { factsOf } from "../../execution/file-functions/stat-of.js";
import { done, failed, fileState, pathOf, planned, StateFault } from "./answer.js";
import { mainGroup, minionUser, missingOwners, userAsked } from "./owners.js";
import { symlinkState } from "./symlink.js";

const shared = {
  name: needed.str("The link."),
  target: needed.str("What it leads to."),
  force: maybe.bool(false, "Replace what is in the way."),
  makedirs: maybe.bool(false, "Make the directories above it."),
  user: maybe.any(null, "Who is to own it; who the minion runs as where not given."),
  group: maybe.any(null, "The group that is to own it; the user's main group where not given."),
} as const;

export const linkStates = {
  symlink: fileState({
    doc: "Makes sure that a symbolic link is there and leads to a target.",
    params: {
      ...shared,
      backupname: maybe.str(null, "Where what is in the way goes."),
      mode: maybe.any(null, "The permissions of directories that are made."),
      atomic: maybe.bool(false, "Put the link in the place of what is there in one step."),
      disallow_copy_and_unlink: maybe.bool(false, "Fail rather than copy a backup to another file system."),
      inherit_user_and_group: maybe.bool(false, "Leave the owners of a link that is there."),
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      const name = pathOf(args.name, "symlink");
      const inherited = args.inherit_user_and_group && isLink(name) ? factsOf(name, false) : undefined;
      const user = userAsked(args.user, kwargs) ?? inherited?.user ?? minionUser(context);
      const group = args.group ?? inherited?.group ?? mainGroup(user);
      refuse(name, missingOwners(user, group), []);
      return await symlinkState({ ...args, name, user, group, mode: normalizeMode(args.mode) }, context);
    },
  }),
  hardlink: fileState({
    doc: "Makes sure that a file has a second name.",
    params: { ...shared, dir_mode: maybe.any(null, "The permissions of directories that are made.") },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      const name = pathOf(args.name, "hardlink");
      const user = userAsked(args.user, kwargs) ?? minionUser(context);
      const group = args.group ?? mainGroup(user);
      const { target, force } = args;
      const isRelative = isAbsolute(target) ? [] : [`Specified target ${target} is not an absolute path`];
      refuse(name, missingOwners(user, group), isRelative);
      if (isTrial(context)) return hardlinkPlan(name, target, force);
      const mode = normalizeMode(args.dir_mode);
      return await makeHardlink({ name, target, force, makedirs: args.makedirs, user, group, mode }, context);
    },
  }),
};

function refuse(name: string, owners: readonly string[], more: readonly string[]): void {
  const isRelative = isAbsolute(name) ? [] : [`Specified file ${name} is not an absolute path`];
  const faults = [...owners, ...isRelative, ...more];
  if (faults.length > 0) throw new StateFault(name, faults.join(". ") + (faults.length > 1 ? "." : ""));
}

function hardlinkPlan(name: string, target: string, force: boolean): StateAnswer {
  if (!exists(target)) return failed(name, `Target ${target} for hard link does not exist`);
  if (isDirectory(target)) return failed(name, `Unable to hard link from directory ${target}`);
  if (isDirectory(name)) return failed(name, `Unable to hard link to directory ${name}`);
  if (!exists(name))
    return planned(name, `Hard link ${name} to ${target} is set for creation`, { new: name });
  if (isShared(name)) {
    if (isSameFile(name, target))
      return done(name, `The hard link ${name} is presently targetting ${target}`);
    return planned(name, `Link ${name} target is set to be changed to ${target}`, { change: name });
  }
  if (!force)
    return failed(
      name,
      `File or directory exists where the hard link ${name} should be. Did you mean to use force?`,
    );
  return planned(
    name,
    `The file or directory ${name} is set for removal to make way for a new hard link targeting ${target}`,
  );
}

interface HardlinkRequest {
  readonly name: string;
  readonly target: string;
  readonly force: boolean;
  readonly makedirs: boolean;
  readonly user: Value;
  readonly group: Value;
  readonly mode: Value;
}

async function makeHardlink(request: HardlinkRequest, context: ExecutionContext): Promise<StateAnswer> {
  const { name, target } = request;
  if (isDirectory(name)) throw new StateFault(name, `Unable to hard link to directory ${name}`);
  if (isDirectory(target)) throw new StateFault(name, `Unable to hard link from directory ${target}`);
  if (!exists(target)) throw new StateFault(name, `Target ${target} for hard link does not exist`);
  if (!isDirectory(dirName(name))) {
    if (!request.makedirs)
      throw new StateFault(name, `Directory ${dirName(name)} for hard link is not present`);
    await makeParents(name, request, context);
  }
  const forced = isFile(name) && !isShared(name);
  if (forced && !request.force)
    throw new StateFault(name, `File exists where the hard link ${name} should be`);
  if (forced) rmSync(name);
  const changes = forced ? { forced: "File for hard link was forcibly replaced" } : {};
  if (isShared(name)) {
    if (isSameFile(name, target))
      return done(name, `Target of hard link ${name} is already pointing to ${target}`);
    rmSync(name);
    await link(request, `Unable to set target of hard link ${name} -> ${target}`, context);
    return done(name, `Set target of hard link ${name} -> ${target}`, { ...changes, new: name });
  }
  if (exists(name)) return done(name, "", changes);
  await link(request, `Unable to create new hard link ${name} -> ${target}`, context);
  return done(name, `Created new hard link ${name} -> ${target}`, { ...changes, new: name });
}

async function link(
  { name, target }: HardlinkRequest,
  fault: string,
  context: ExecutionContext,
): Promise<void> {
  try {
    await context.call("file.link", [target, name]);
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    throw new StateFault(name, `${fault}: ${error.message}`);
  }
}

/** Whether a file has several names. */
function isShared(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat !== undefined && !stat.isDirectory() && stat.nlink > 1;
}

function isSameFile(first: string, second: string): boolean {
  return factsOf(first, false).inode === factsOf(second, false).inode;
}
