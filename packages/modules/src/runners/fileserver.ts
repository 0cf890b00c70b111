/**
 * The master's file server: what it has, and looking at its sources anew.
 */
import type { FileListForm, FileServerOutcome, Plain, RunnerContext, Value } from "@salt/core";
import { isList, isTruthy, maybe, pythonStr, runnerFn, runnerModule } from "@salt/core";

const backend = maybe.any(
  null,
  "Backends, with commas; with a minus in front all but these. All unless given.",
);
const saltenv = maybe.str("base", "Environment.");
const remote = maybe.str(null, "Glob of remotes; all unless given.");

const list = (name: string, doc: string, form: FileListForm) =>
  runnerFn({
    doc,
    examples: [`salt-run fileserver.${name}`, `salt-run fileserver.${name} saltenv=dev backend=roots`],
    params: { saltenv, backend },
    run: async (args, context) =>
      (await context.fileServer()).list(form, args.saltenv ?? "base", args.backend),
  });

export const fileserver = runnerModule("fileserver", {
  doc: "The master's file server: what it has, and looking at its sources anew.",
  functions: {
    envs: runnerFn({
      doc: "The environments of the master's file server.",
      examples: ["salt-run fileserver.envs", "salt-run fileserver.envs sources=True"],
      params: { backend, sources: maybe.bool(false, "The names of the backends instead.") },
      run: (args, context) => environments(context, args.backend, args.sources),
    }),
    file_list: list("file_list", "The files of an environment, at the master.", "files"),
    dir_list: list("dir_list", "The directories of an environment, at the master.", "dirs"),
    empty_dir_list: list(
      "empty_dir_list",
      "The empty directories of an environment, at the master.",
      "empty_dirs",
    ),
    symlink_list: list(
      "symlink_list",
      "The symbolic links of an environment at the master, with what they lead to.",
      "links",
    ),
    update: runnerFn({
      doc: "Looks at the sources of files anew; true when that is done.",
      examples: ["salt-run fileserver.update", "salt-run fileserver.update backend=git remotes=name"],
      params: { backend, remotes: maybe.any(null, "Names or URLs of the only remotes.") },
      run: async (args, context) => {
        await (await context.fileServer()).update(args.backend, textsOf(args.remotes));
        return true;
      },
    }),
    clear_cache: runnerFn({
      doc: "Removes copies of sources, which are fetched again at the next update.",
      examples: ["salt-run fileserver.clear_cache", "salt-run fileserver.clear_cache backend=git"],
      params: { backend },
      run: async (args, context) =>
        shown(await (await context.fileServer()).clearCache(args.backend), "cleared", "No cache was cleared"),
    }),
    clear_file_list_cache: runnerFn({
      doc: "Forgets kept lists of files; the environments by backend. Only lists of this process are kept.",
      examples: [
        "salt-run fileserver.clear_file_list_cache",
        "salt-run fileserver.clear_file_list_cache dev",
      ],
      params: { saltenv: maybe.any(null, "Environments; all unless given."), backend },
      run: async (args, context) =>
        (await context.fileServer()).forgetLists(textsOf(args.saltenv) ?? null, args.backend),
    }),
    lock: runnerFn({
      doc: "Keeps remotes from being updated until fileserver.clear_lock.",
      examples: ["salt-run fileserver.lock", "salt-run fileserver.lock remote='*salt-states*'"],
      params: { backend, remote },
      run: async (args, context) => {
        const outcome = await (await context.fileServer()).lock(args.backend, args.remote ?? undefined);
        return shown(outcome, "locked", "No locks were set");
      },
    }),
    clear_lock: runnerFn({
      doc: "Lets remotes be updated again.",
      examples: ["salt-run fileserver.clear_lock", "salt-run fileserver.clear_lock backend=git"],
      params: { backend, remote },
      run: async (args, context) => {
        const outcome = await (await context.fileServer()).clearLock(args.backend, args.remote ?? undefined);
        return shown(outcome, "cleared", "No locks were removed");
      },
    }),
  },
});

async function environments(context: RunnerContext, choice: Value, bySource: boolean): Promise<Plain> {
  const found = await (await context.fileServer()).environments(choice);
  // Real Salt then gives the names of the backends alone.
  return bySource ? [...found.keys()].sort() : [...new Set([...found.values()].flat())].sort();
}

function shown({ done, errors }: FileServerOutcome, name: string, nothing: string): Plain {
  if (done.length === 0 && errors.length === 0) return nothing;
  return { ...(done.length === 0 ? {} : { [name]: done }), ...(errors.length === 0 ? {} : { errors }) };
}

function textsOf(value: Value): readonly string[] | undefined {
  if (!isTruthy(value)) return undefined;
  return isList(value) ? value.map(pythonStr) : pythonStr(value).split(",");
}
