/**
 * `file.recurse`: a directory of the master, with all that is in it.
 */
import type { Args, Dict, ExecutionContext, StateAnswer, Value } from "@salt/core";
import { CommandExecutionError, isList, isTrial, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { makeDirectory } from "../../execution/file-functions/directories.js";
import { normalizeMode } from "../../execution/file-functions/ownership.js";
import { exists, expandUser, isDirectory } from "../../execution/file-functions/paths.js";
import { chooseSource } from "../../execution/file-functions/source-list.js";
import { parseSaltUrl } from "../../files/salt-url.js";
import { failed, fileState, requireAbsolute, StateFault } from "./answer.js";
import { requireParam } from "./clean-directory.js";
import { requireOwners, userAsked } from "./owners.js";
import { Recursing } from "./recurse.js";
import { stateEnv } from "./saltenv.js";

const params = {
  name: needed.str("The directory."),
  source: needed.any("The directory on the master: a `salt://` URL, or a list of which the first is taken."),
  keep_source: maybe.bool(true, "Keep the sources in the minion's cache."),
  clean: maybe.bool(false, "Remove what is not in the source."),
  require: requireParam,
  user: maybe.any(null, "Who is to own all of it."),
  group: maybe.any(null, "The group that is to own it."),
  dir_mode: maybe.any(null, "The permissions of directories."),
  file_mode: maybe.any(null, "The permissions of files; `keep` for those of the sources."),
  sym_mode: maybe.any(null, "The permissions of directories that are made for links."),
  template: maybe.any(null, "The kind of template that the sources are."),
  context: maybe.any(null, "Variables for the templates."),
  replace: maybe.bool(true, "Give files that are there new contents."),
  defaults: maybe.any(null, "Variables for the templates, where `context` has none of that name."),
  include_empty: maybe.bool(false, "Make directories that hold nothing, too."),
  backup: maybe.any("", "Keep copies of what is replaced: `minion`."),
  include_pat: maybe.any(null, "Take only these paths: globs, or regular expressions after `E@`."),
  exclude_pat: maybe.any(null, "Leave these paths out, of copying and of cleaning."),
  maxdepth: maybe.int(null, "How many levels below the directory are taken."),
  keep_symlinks: maybe.bool(false, "Make links of links, rather than copies of what they lead to."),
  force_symlinks: maybe.bool(false, "Replace what is in the way of links."),
} as const;

/** The arguments of `file.recurse`, read. */
export interface RecurseRequest extends Args<typeof params> {
  readonly dirMode: string | null;
  /** Octal digits, `keep`, or null. */
  readonly fileMode: string | null;
  readonly saltenv: Value;
  readonly kwargs: ReadonlyMap<string, Value>;
}

export const recurseStates = {
  recurse: fileState({
    doc: "Makes sure that a directory holds what a directory of the master holds.",
    params,
    varkw: "kwargs",
    run: (args, context, { kwargs }) => recurseState(args, kwargs, context),
  }),
};

async function recurseState(
  args: Args<typeof params>,
  kwargs: ReadonlyMap<string, Value>,
  context: ExecutionContext,
): Promise<StateAnswer | Dict> {
  const name = expandUser(args.name);
  const user = userAsked(args.user, kwargs);
  if (kwargs.has("mode"))
    return failed(name, "'mode' is not allowed in 'file.recurse'. Please use 'file_mode' and 'dir_mode'.");
  const isKept = typeof args.file_mode === "string" && args.file_mode.toLowerCase() === "keep";
  const [dirMode, fileMode] = [normalizeMode(args.dir_mode), isKept ? "keep" : normalizeMode(args.file_mode)];
  requireOwners(name, user, args.group, context);
  requireAbsolute(name);
  const saltenv = stateEnv(context);
  const source = await sourceOf(name, args.source, saltenv, context);
  if (!isDirectory(name)) {
    if (exists(name)) return failed(name, `The path ${name} exists and is not a directory`);
    if (!isTrial(context)) await makeDirectory(name, { user, group: args.group, mode: dirMode }, context);
  }
  const request = { ...args, name, user, source, dirMode, fileMode, saltenv, kwargs };
  return await new Recursing(request, context).run();
}

/** The source that is there. Throws StateFault. */
async function sourceOf(
  name: string,
  given: Value,
  saltenv: Value,
  context: ExecutionContext,
): Promise<string> {
  const urls = (isList(given) ? given : [given]).map((url) => pythonStr(url).replace(/\/+$/, ""));
  const wrong = urls.find((url) => !url.startsWith("salt://"));
  if (wrong !== undefined) throw new StateFault(name, `Invalid source '${wrong}' (must be a salt:// URI)`);
  let source: string;
  try {
    source = pythonStr((await chooseSource(urls, "", saltenv, context)).source);
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    throw new StateFault(name, `Recurse failed: ${error.message}`);
  }
  const { path, saltenv: env = pythonStr(saltenv) } = parseSaltUrl(source);
  const found = await context.call("cp.list_master_dirs", [], { saltenv: env, prefix: `${path}/` });
  if (isTruthy(found) && isList(found) && found.includes(path)) return source;
  throw new StateFault(
    name,
    `The directory '${path}' does not exist on the salt fileserver in saltenv '${env}'`,
  );
}
