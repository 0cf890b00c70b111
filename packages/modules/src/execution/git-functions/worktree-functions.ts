/**
 * Further directories to work in for one repository.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { basename, isAbsolute, join } from "node:path";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { CommandExecutionError, isTruthy, maybe, needed, SaltInvocationError } from "@salt/core";
import { splitLines } from "../../text/lines.js";
import { givenKeywords, refuseOtherKeywords } from "../../values/keywords.js";
import { isDirectory, isFile } from "../file-functions/paths.js";
import { fileFn } from "../file-functions/system-error.js";
import { plainName, plainValue } from "../program/run-program.js";
import { outputOf } from "./repository-functions.js";
import type { GitCall } from "./run-git.js";
import { common, cwd, options, optionWords, place, runGit } from "./run-git.js";

const { user, password, output_encoding } = common;

/** The functions, by name. */
export const worktreeFunctions = {
  is_worktree: fileFn({
    doc: "Whether a directory is a further one of a repository.",
    examples: ["salt '*' git.is_worktree /path/to/repo"],
    params: { cwd, user, password, output_encoding },
    run: (args, context) => isWorktree(args, context),
  }),
  list_worktrees: fileFn({
    doc: "The directories of a repository: branch, commit, and whether each is still there.",
    examples: ["salt '*' git.list_worktrees /path/to/repo all=True"],
    params: { cwd, stale: maybe.bool(false, "Only those that are gone."), user, password, output_encoding },
    varkw: "kwargs",
    run: async (args, context, { kwargs }): Promise<Plain> => {
      refuseOtherKeywords(kwargs, ["all"]);
      const isAll = isTruthy(givenKeywords(kwargs).get("all"));
      if (isAll && args.stale)
        throw new CommandExecutionError("'all' and 'stale' cannot both be set to True");
      const found = new Map<string, Plain>();
      const blocks = (await outputOf(["worktree", "list", "--porcelain"], args, context))
        .trim()
        .split("\n\n");
      for (const block of blocks) {
        const tree = parseWorktree(block);
        if (tree === undefined || (!isAll && tree.stale !== args.stale)) continue;
        const { path, ...facts } = tree;
        const tags = tree.detached
          ? splitLines(await outputOf(["tag", "--points-at", tree.HEAD], args, context))
          : [];
        found.set(path, tags.length > 0 ? { ...facts, tags } : facts);
      }
      return found;
    },
  }),
  worktree_add: fileFn({
    doc: "Adds a directory to work in.",
    examples: ["salt '*' git.worktree_add /path/to/repo/main ../hotfix ref=origin/master"],
    params: {
      cwd,
      worktree_path: needed.str("The directory."),
      ref: maybe.any(null, "The revision."),
      reset_branch: maybe.bool(null, "Set the branch back when it is there already."),
      force: maybe.bool(null, "Even when the branch is checked out elsewhere."),
      detach: maybe.bool(false, "Without a branch."),
      ...options,
      ...common,
    },
    varkw: "kwargs",
    run: (args, context, { kwargs }) => {
      refuseOtherKeywords(kwargs, ["branch"]);
      const branch = givenKeywords(kwargs).get("branch") ?? "";
      if (isTruthy(branch) && args.detach)
        throw new SaltInvocationError("Only one of 'branch' and 'detach' is allowed");
      const path = plainName(args.worktree_path, "worktree_path");
      const name = isTruthy(branch) ? plainName(branch, "branch") : basename(path);
      const onBranch = [
        args.reset_branch ? "-B" : "-b",
        plainName(name, "branch"),
        ...(args.force ? ["--force"] : []),
      ];
      const words = [
        ...optionWords(args.git_opts),
        "worktree",
        "add",
        ...(args.detach ? ["--detach"] : onBranch),
        ...optionWords(args.opts),
        path,
        ...(isTruthy(args.ref) ? [plainName(args.ref, "ref")] : []),
      ];
      return outputOf(words, args, context, { withMessages: true });
    },
  }),
  worktree_prune: fileFn({
    doc: "Forgets directories that are gone.",
    examples: ["salt '*' git.worktree_prune /path/to/repo dry_run=True"],
    params: {
      cwd,
      dry_run: maybe.bool(false, "Only say what would be done."),
      verbose: maybe.bool(true, "Say what is done."),
      expire: maybe.any(null, "Only those that are gone for so long."),
      ...options,
      ...common,
    },
    run: async (args, context) => {
      const words = [
        ...optionWords(args.git_opts),
        "worktree",
        "prune",
        ...(args.dry_run ? ["--dry-run"] : []),
        ...(args.verbose ? ["--verbose"] : []),
        ...(isTruthy(args.expire) ? [`--expire=${plainValue(args.expire, "expire")}`] : []),
        ...optionWords(args.opts),
      ];
      const done = await runGit(words, args, context, { cwd: place(args.cwd, args.user) });
      // Until 2.35 it said so on the other output.
      return done.stderr === "" ? done.stdout : done.stderr;
    },
  }),
  worktree_rm: fileFn({
    doc: "Removes a directory that was added, with everything in it.",
    examples: ["salt '*' git.worktree_rm /path/to/worktree"],
    params: { cwd, user, output_encoding },
    run: async (args, context) => {
      const path = place(args.cwd, args.user);
      if (!existsSync(path)) throw new CommandExecutionError(`${path} does not exist`);
      if (!(await isWorktree(args, context)))
        throw new CommandExecutionError(`${path} is not a git worktree`);
      rmSync(path, { recursive: true });
      return true;
    },
  }),
} as const;

interface Worktree {
  readonly path: string;
  readonly stale: boolean;
  readonly HEAD: string;
  readonly detached: boolean;
  readonly branch: string | null;
}

/** One block of the list; undefined when it has no commit yet. */
function parseWorktree(block: string): Worktree | undefined {
  const line = (name: string): string | undefined => new RegExp(`^${name} (.*)$`, "m").exec(block)?.[1];
  const [path, head, branch] = [line("worktree"), line("HEAD"), line("branch")];
  const detached = /^detached$/m.test(block);
  if (path === undefined || head === undefined || (branch === undefined && !detached)) return undefined;
  const name = branch?.replace("refs/heads/", "") ?? null;
  return { path, stale: !isDirectory(path), HEAD: head, detached, branch: detached ? null : name };
}

async function isWorktree(
  args: GitCall & { readonly cwd: Value },
  context: ExecutionContext,
): Promise<boolean> {
  const how = { cwd: place(args.cwd, args.user), mayFail: true };
  if (!isDirectory(how.cwd)) return false;
  const { retcode, stdout } = await runGit(["rev-parse", "--show-toplevel"], args, context, how);
  const file = join(stdout, ".git");
  if (retcode !== 0 || !isFile(file)) return false;
  const path = /^gitdir:\s+(.*)/.exec(readFileSync(file, "utf8"))?.[1];
  return path !== undefined && isAbsolute(path);
}
