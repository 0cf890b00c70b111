/**
 * `file.absent`, `file.exists`, `file.missing`, `file.pruned`.
 */
import type { Value } from "@salt/core";
import { CommandExecutionError, getList, isDict, isTrial, isTruthy, maybe, needed } from "@salt/core";
import { exists, expandUser, isDirectory, isFile, isLink } from "../../execution/file-functions/paths.js";
import { done, failed, fileState, pathOf, planned, requireAbsolute } from "./answer.js";

export const presenceStates = {
  absent: fileState({
    doc: "Makes sure that a file, link or directory is not there.",
    params: { name: needed.str("What is to be removed.") },
    varkw: "kwargs",
    run: async (args, context) => {
      const name = pathOf(args.name, "absent");
      requireAbsolute(name);
      if (name === "/") return failed(name, 'Refusing to make "/" absent');
      const isPlain = isFile(name) || isLink(name);
      if (!isPlain && !isDirectory(name)) return done(name, `File ${name} is not present`);
      const changes = { removed: name };
      if (isTrial(context))
        return planned(name, `${isPlain ? "File" : "Directory"} ${name} is set for removal`, changes);
      try {
        await context.call("file.remove", [name], { force: true });
      } catch (error) {
        if (!(error instanceof CommandExecutionError)) throw error;
        return failed(name, error.message);
      }
      return done(name, `Removed ${isPlain ? "file" : "directory"} ${name}`, changes);
    },
  }),
  exists: fileState({
    doc: "Makes sure that something is at a path; makes nothing.",
    params: { name: needed.str("The path.") },
    varkw: "kwargs",
    run: (args) => {
      const name = pathOf(args.name, "exists");
      return exists(name)
        ? done(name, `Path ${name} exists`)
        : failed(name, `Specified path ${name} does not exist`);
    },
  }),
  missing: fileState({
    doc: "Makes sure that nothing is at a path; removes nothing.",
    params: { name: needed.str("The path.") },
    varkw: "kwargs",
    run: (args) => {
      const name = pathOf(args.name, "missing");
      return exists(name)
        ? failed(name, `Specified path ${name} exists`)
        : done(name, `Path ${name} is missing`);
    },
  }),
  pruned: fileState({
    doc: "Removes a directory that is empty, or the empty directories in it.",
    params: {
      name: needed.str("The directory."),
      recurse: maybe.bool(false, "Remove empty directories in it first."),
      ignore_errors: maybe.bool(false, "Be content with those that can be removed; means `recurse`, too."),
      older_than: maybe.any(null, "Only directories that have not changed for so many days."),
    },
    run: async (args, context) => {
      const name = expandUser(args.name);
      const recurse = args.recurse || args.ignore_errors;
      if (!isDirectory(name)) return done(name, `Directory ${name} is not present`);
      if (isTrial(context)) return planned(name, `Directory ${name} is set for removal`, { deleted: name });
      const options = { recurse, verbose: true, older_than: args.older_than };
      return prunedAnswer(
        name,
        await context.call("file.rmdir", [name], options),
        recurse,
        args.ignore_errors,
      );
    },
  }),
};

function prunedAnswer(name: string, outcome: Value, recurse: boolean, ignoreErrors: boolean) {
  const rest = new Map(isDict(outcome) ? outcome : []);
  const isDone = isTruthy(rest.get("result"));
  rest.delete("result");
  const deleted = (getList(rest, "deleted") ?? []).map(String).sort();
  const below = `Recursively removed empty directories under ${name}`;
  if (deleted.length > 0 && (isDone ? recurse : ignoreErrors)) return done(name, below, { deleted });
  if (isDone && !recurse) return done(name, `Removed directory ${name}`, { deleted: name });
  if (isDone) return done(name, "");
  return { ...failed(name, `Failed to remove directory ${name}`), changes: rest };
}
