/**
 * `file.directory`: a directory with owner and permissions, alone or with all that is in it.
 */
import { lstatSync, renameSync, rmSync } from "node:fs";
import type { Dict, ExecutionContext, MutableDict, StateAnswer } from "@salt/core";
import { dict, isDict, isTrial } from "@salt/core";
import { makeDirectory, makeParents } from "../../execution/file-functions/directories.js";
import { dirName, expandUser, isDirectory, isFile, isLink } from "../../execution/file-functions/paths.js";
import { failed, fileState, planned, StateFault } from "./answer.js";
import { planDirectory } from "./directory-plan.js";
import type { DirectoryRequest } from "./directory-request.js";
import { directoryParams, readDirectory } from "./directory-request.js";
import { updateDirectory } from "./directory-update.js";

export const directoryStates = {
  directory: fileState({
    doc: "Makes sure that a directory is there, with its owner and permissions.",
    params: directoryParams,
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      const answer = await directoryState(readDirectory(args, kwargs, context), context);
      // The answer has the name as it was written, with its last slash.
      return dict([...(isDict(answer) ? answer : dict(answer)), ["name", expandUser(args.name)]]);
    },
  }),
};

async function directoryState(
  request: DirectoryRequest,
  context: ExecutionContext,
): Promise<StateAnswer | Dict> {
  const { name } = request;
  const cleared = await clearWay(request, context);
  if (cleared.isPlan === true) return { ...planned(name, cleared.comment), changes: cleared.changes };
  const plan = await planDirectory(request, context);
  const changes: MutableDict = new Map([...cleared.changes, ...plan.changes]);
  if (isTrial(context) || changes.size === 0)
    return { name, changes, result: plan.result, comment: plan.comment };
  if (isDirectory(name)) return await updateDirectory(request, changes, context);
  return await create(request, changes, context);
}

async function create(
  request: DirectoryRequest,
  changes: MutableDict,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name, user, group, dirMode: mode } = request;
  if (!isDirectory(dirName(name))) {
    if (!request.makedirs) return { ...failed(name, `No directory to create ${name} in`), changes };
    await makeParents(name, { user, group, mode }, context);
  }
  await makeDirectory(name, { user, group, mode }, context);
  if (!isDirectory(name)) return { ...failed(name, `Failed to create directory ${name}`), changes };
  return { name, changes: changes.set(name, new Map([["directory", "new"]])), result: true, comment: "" };
}

/** What was, or would be, done about something in the way. */
interface Cleared {
  readonly changes: MutableDict;
  /** True when there is nothing more to look at in a trial. */
  readonly isPlan?: boolean;
  readonly comment: string;
}

async function clearWay(request: DirectoryRequest, context: ExecutionContext): Promise<Cleared> {
  const { name, force, allow_symlink: allowLink, backupname } = request;
  const nothing: Cleared = { changes: new Map(), comment: "" };
  if (!isFile(name) && !(isLink(name) && (force || !allowLink))) return nothing;
  if (backupname !== null) return await keepAside(request, backupname, context);
  if (!force) {
    throw new StateFault(
      name,
      `Specified location ${name} exists and is a ${isFile(name) ? "file" : "symlink"}`,
    );
  }
  const what = isFile(name) ? "File" : "Symlink";
  if (!isTrial(context)) rmSync(name);
  const did = isTrial(context) ? "would be" : "was";
  return { changes: new Map([["forced", `${what} ${did} forcibly replaced`]]), comment: "" };
}

async function keepAside(
  { name, force }: DirectoryRequest,
  backup: string,
  context: ExecutionContext,
): Promise<Cleared> {
  const changes: MutableDict = new Map();
  if (lstatSync(backup, { throwIfNoEntry: false }) !== undefined) {
    if (!force) throw new StateFault(name, `File exists where the backup target ${backup} should go`);
    if (isTrial(context)) changes.set("forced", `Existing file at backup path ${backup} would be removed`);
    else await context.call("file.remove", [backup]);
  }
  if (!isTrial(context)) {
    renameSync(name, backup);
    return { changes, comment: "" };
  }
  changes.set("backup", `${name} would be renamed to ${backup}`);
  changes.set(name, new Map([["directory", "new"]]));
  const comment = `${name} would be backed up and replaced with a new directory`;
  return { changes, comment, isPlan: true };
}
