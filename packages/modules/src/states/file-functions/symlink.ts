/**
 * Making a symbolic link be what a state wants.
 */
import { lstatSync, readlinkSync } from "node:fs";
import { isAbsolute } from "node:path";
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { CommandExecutionError, errorText, isTrial, pythonStr } from "@salt/core";
import { makeParents } from "../../execution/file-functions/directories.js";
import {
  baseName,
  dirName,
  exists,
  isDirectory,
  isFile,
  isLink,
  joinPaths,
  normPath,
} from "../../execution/file-functions/paths.js";
import { factsOf } from "../../execution/file-functions/stat-of.js";
import { PythonError } from "../../values/python-error.js";
import { done, failed, planned, StateFault } from "./answer.js";

/** A link that is to be. */
export interface SymlinkRequest {
  readonly name: string;
  readonly target: string;
  readonly force: boolean;
  readonly backupname: string | null;
  readonly makedirs: boolean;
  readonly user: Value;
  readonly group: Value;
  readonly mode: Value;
  readonly atomic: boolean;
  readonly disallow_copy_and_unlink: boolean;
}

/** Makes the link, or says what would be done. Throws StateFault. */
export async function symlinkState(request: SymlinkRequest, context: ExecutionContext): Promise<StateAnswer> {
  const { name, target } = request;
  const parent = dirName(name);
  const plan = planOf(request);
  if (isTrial(context)) return { ...plan, comment: plan.comment + parentPlan(parent, request) };
  if (!isDirectory(parent)) {
    if (!request.makedirs) throw new StateFault(name, `Directory ${parent} for symlink is not present`);
    await makeParents(name, request, context);
  }
  if (isLink(name)) {
    if (normPath(readlinkSync(name)) === normPath(target)) return await ownLink(request, context);
    await context.call("file.remove", [name]);
  } else if (exists(name)) await clearWay(request, context);
  try {
    await context.call("file.symlink", [target, name], { force: request.force, atomic: request.atomic });
  } catch (error) {
    if (!(error instanceof CommandExecutionError || error instanceof PythonError)) throw error;
    return failed(name, `Unable to create new symlink ${name} -> ${target}: ${error.message}`);
  }
  const made = done(name, `Created new symlink ${name} -> ${target}`, { new: name });
  if (isOwned(request) || (await giveAway(request, context))) return made;
  const comment = `${pythonStr(made.comment)}, but was unable to set ownership to ${owners(request)}`;
  return { ...made, result: false, comment };
}

interface Plan extends StateAnswer {
  readonly comment: string;
}

function planOf(request: SymlinkRequest): Plan {
  const { name, target, force } = request;
  const as = (answer: StateAnswer, comment: string): Plan => ({ ...answer, comment });
  if (isLink(name)) {
    if (readlinkSync(name) !== target) {
      const comment = `Link ${name} target is set to be changed to ${target}`;
      return as(planned(name, comment, { change: name }), comment);
    }
    const present = `The symlink ${name} is present`;
    if (isOwned(request)) return as(done(name, present), present);
    const now = ownersNow(name);
    const comment = `${present}, but the ownership of the symlink would be changed from ${now} to ${owners(request)}`;
    return as(planned(name, comment, { ownership: now }), comment);
  }
  if (!exists(name)) {
    const comment = `Symlink ${name} to ${target} is set for creation`;
    return as(planned(name, comment, { new: name }), comment);
  }
  const way = `The file or directory ${name} is set for removal to make way for a new symlink targeting ${target}`;
  if (force) return as(planned(name, way), way);
  const comment = `File or directory exists where the symlink ${name} should be. Did you mean to use force?`;
  return as(failed(name, comment), comment);
}

function parentPlan(parent: string, { makedirs }: SymlinkRequest): string {
  if (isDirectory(parent)) return "";
  return makedirs ? `\n${parent} will be created` : `\nDirectory ${parent} for symlink is not present`;
}

async function ownLink(request: SymlinkRequest, context: ExecutionContext): Promise<StateAnswer> {
  const { name } = request;
  const wanted = owners(request);
  if (isOwned(request)) return done(name, `Symlink ${name} is present and owned by ${wanted}`);
  if (await giveAway(request, context))
    return done(name, `Set ownership of symlink ${name} to ${wanted}`, { ownership: wanted });
  return failed(name, `Failed to set ownership of symlink ${name} to ${wanted}`);
}

/** Puts what is in the way aside, where that is asked; else leaves it to `force` or `atomic`. */
async function clearWay(request: SymlinkRequest, context: ExecutionContext): Promise<void> {
  const { name, force, atomic } = request;
  if (request.backupname !== null) return await keepAside(request, request.backupname, context);
  if (force || atomic) return;
  const what = isFile(name) ? "File" : isDirectory(name) ? "Directory" : "File system entry";
  throw new StateFault(name, `${what} exists where the symlink ${name} should be`);
}

async function keepAside(request: SymlinkRequest, given: string, context: ExecutionContext): Promise<void> {
  const { name, target, force } = request;
  if (!isAbsolute(given) && given !== baseName(given))
    throw new StateFault(name, `Backupname must be an absolute path or a file name: ${given}`);
  const backup = isAbsolute(given) ? given : joinPaths(dirName(normPath(name)), given);
  if (lstatSync(backup, { throwIfNoEntry: false }) !== undefined) {
    if (!force) {
      const links = `${name} -> ${target} - backup: ${backup}`;
      throw new StateFault(name, `Symlink & backup dest exists and Force not set. ${links}`);
    }
    await context.call("file.remove", [backup]);
  }
  try {
    const { disallow_copy_and_unlink } = request;
    await context.call("file.move", [name, backup], { disallow_copy_and_unlink });
  } catch (error) {
    throw new StateFault(name, `Unable to rename ${name} to backup ${backup} -> : ${errorText(error)}`);
  }
}

async function giveAway(request: SymlinkRequest, context: ExecutionContext): Promise<boolean> {
  try {
    await context.call("file.lchown", [request.name, request.user, request.group]);
  } catch (error) {
    context.log.debug({ name: request.name, reason: errorText(error) }, "The owner of a link stays");
  }
  return isOwned(request);
}

function isOwned({ name, user, group }: SymlinkRequest): boolean {
  const now = factsOf(name, false);
  return now.user === user && now.group === group;
}

function owners({ user, group }: SymlinkRequest): string {
  return `${pythonStr(user)}:${pythonStr(group)}`;
}

function ownersNow(name: string): string {
  const { user, group } = factsOf(name, false);
  return `${user}:${group}`;
}
