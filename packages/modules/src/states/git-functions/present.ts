/**
 * git.present and git.cloned: repositories that are there, without more.
 */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionContext, StateAnswer } from "@salt/core";
import { CommandExecutionError, errorText, isTruthy, maybe, needed, pythonStr, stateFn } from "@salt/core";
import { isDirectory, isFile } from "../../execution/file-functions/paths.js";
import { environmentOf, failed } from "../answer/answer.js";
import { clone } from "./clone.js";
import { Repository, sentences } from "./repository.js";
import { accessParams } from "./request.js";

const { user, password, output_encoding } = accessParams;

/** The states, by name. */
export const presenceStates = {
  present: stateFn({
    doc: "Makes a repository be there; an empty one is made.",
    params: {
      name: needed.str("The directory of the repository."),
      force: maybe.bool(false, "Empty the directory when it is no repository."),
      bare: maybe.bool(true, "A repository without files."),
      template: maybe.any(null, "A directory with what new repositories have."),
      separate_git_dir: maybe.any(null, "Another directory for what git keeps."),
      shared: maybe.any(null, "Who may use it, as `git init --shared` takes it."),
      user,
      password,
      output_encoding,
    },
    run: async (args, context) => {
      const { name, bare, template, separate_git_dir, shared } = args;
      const account = { user: args.user, password: args.password, output_encoding: args.output_encoding };
      const repo = new Repository(name, context, account);
      if (isDirectory(name)) {
        const done = (await isRepository(repo, name, bare))
          ? repo.answer(true, "")
          : cleared(repo, name, args);
        if (done !== undefined) return done;
      }
      const kind = bare ? "bare " : "";
      if (repo.isTrial) {
        repo.changes.set("new", name);
        return repo.answer(null, `New ${kind}repository would be created`);
      }
      await repo.git("init", [name], { bare, template, separate_git_dir, shared });
      repo.comments.push(`Initialized ${kind}repository in ${name}`);
      if (isTruthy(template)) repo.comments.push(`Template directory set to ${pythonStr(template)}`);
      if (isTruthy(separate_git_dir)) repo.comments.push(`Gitdir set to ${pythonStr(separate_git_dir)}`);
      repo.changes.set("new", name);
      return repo.answer(true, sentences(repo.comments));
    },
  }),
  cloned: stateFn({
    doc: "Makes a repository be cloned; one that is there is not updated.",
    params: {
      name: needed.str("The address of the repository."),
      target: maybe.any(null, "Where it is cloned to, an absolute path."),
      branch: maybe.any(null, "The branch."),
      ...accessParams,
    },
    run: async (args, context) => {
      const { name, branch } = args;
      if (args.target === null) return failed(name, "'target' argument is required");
      const target = pythonStr(args.target);
      if (!target.startsWith("/")) return failed(name, "'target' path must be absolute");
      if (branch !== null && pythonStr(branch) === "") return failed(name, "Invalid 'branch' argument");
      const account = { user: args.user, password: args.password, output_encoding: args.output_encoding };
      const repo = new Repository(name, context, account);
      const wanted = branch === null ? undefined : pythonStr(branch);
      if (!existsSync(target)) return await cloneOnce(repo, { ...args, target, branch: wanted }, context);
      try {
        await repo.git("status", [target]);
      } catch (error) {
        return repo.failed(errorText(error));
      }
      return wanted === undefined
        ? alreadyCloned(repo, target, wanted)
        : await onBranch(repo, target, wanted);
    },
  }),
} as const;

async function isRepository(repo: Repository, folder: string, isBare: boolean): Promise<boolean> {
  if (isBare) return isFile(join(folder, "HEAD"));
  return isDirectory(join(folder, ".git")) || isTruthy(await repo.git("is_worktree", [folder]));
}

/** Removes a directory that is no repository, when that is wanted; the answer when that ends the state. */
function cleared(
  repo: Repository,
  folder: string,
  { force, bare }: { readonly force: boolean; readonly bare: boolean },
): StateAnswer | undefined {
  if (!force)
    return readdirSync(folder).length === 0
      ? undefined
      : repo.failed(
          `Target '${folder}' exists, is non-empty, and is not a git repository. Set the 'force' option to True to remove this directory's contents and proceed with initializing a repository`,
        );
  if (repo.isTrial) {
    repo.changes.set("new", folder).set("forced init", true);
    return repo.answer(
      null,
      `Target directory ${folder} exists. Since force=True, the contents of ${folder} would be deleted, and a ${bare ? "bare " : ""}repository would be initialized in its place.`,
    );
  }
  try {
    rmSync(folder, { recursive: true });
  } catch (error) {
    return repo.failed(`Unable to remove ${folder}: ${errorText(error)}`);
  }
  repo.changes.set("forced init", true);
  return undefined;
}

interface CloneOnce {
  readonly name: string;
  readonly target: string;
  readonly branch: string | undefined;
  readonly identity: Parameters<typeof clone>[1]["access"]["identity"];
  readonly https_user: string | null;
  readonly https_pass: string | null;
}

async function cloneOnce(
  repo: Repository,
  request: CloneOnce,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name, target, branch, identity, https_user, https_pass } = request;
  const what = branch === undefined ? "" : ` with branch '${branch}'`;
  if (repo.isTrial) {
    repo.changes.set("new", `${name} => ${target}`);
    return repo.answer(null, `${name} would be cloned to ${target}${what}`);
  }
  const access = { identity, saltenv: environmentOf(context) };
  const whole = { name, target, access, credentials: { https_user, https_pass } };
  const fault = await clone(repo, whole, branch === undefined ? [] : ["--branch", branch]);
  return fault ?? repo.answer(true, `${name} cloned to ${target}${what}`);
}

function alreadyCloned(repo: Repository, target: string, branch: string | undefined): StateAnswer {
  const where = branch === undefined ? "" : ` and is checked out to branch '${branch}'`;
  return repo.answer(true, `Repository already exists at ${target}${where}`);
}

async function onBranch(repo: Repository, target: string, branch: string): Promise<StateAnswer> {
  const current = pythonStr(await repo.git("current_branch", [target]));
  if (current === branch) return alreadyCloned(repo, target, branch);
  const told = new Map([
    ["old", current],
    ["new", branch],
  ]);
  if (repo.isTrial) {
    repo.changes.set("branch", told);
    return repo.answer(null, `Branch would be changed to '${branch}'`);
  }
  const isThere = (await repo.ask("rev_parse", [target], { rev: branch })) !== undefined;
  const [rev, opts] = isThere ? [branch, []] : [`origin/${branch}`, ["-b", branch]];
  try {
    await repo.git("checkout", [target], { rev, opts });
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    return repo.failed(`Failed to change branch to '${branch}': ${errorText(error)}`);
  }
  repo.changes.set("branch", told);
  return repo.answer(true, `Branch changed to '${branch}'`);
}
