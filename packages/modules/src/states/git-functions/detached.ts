/**
 * git.detached: a clone that is at one commit, on no branch.
 */
import { join } from "node:path";
import type { Args, ExecutionContext, StateAnswer } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  get,
  isDict,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
  stateFn,
} from "@salt/core";
import { isDirectory, isFile } from "../../execution/file-functions/paths.js";
import { environmentFor } from "../../execution/git-functions/credentials.js";
import { refuseOtherKeywords } from "../../values/keywords.js";
import { environmentOf, failed } from "../answer/answer.js";
import { type clone, emptied } from "./clone.js";
import { gitFault, Repository, sentences } from "./repository.js";
import { accessParams, identityFault } from "./request.js";

const params = {
  name: needed.str("The address of the repository."),
  rev: needed.any("The branch, tag or commit."),
  target: needed.any("Where it is cloned to, an absolute path."),
  remote: maybe.any("origin", "The name of the remote."),
  force_clone: maybe.bool(false, "Empty the directory when it is no repository."),
  force_checkout: maybe.bool(false, "Check out although files were changed: the changes are lost."),
  fetch_remote: maybe.bool(true, "Fetch new commits."),
  hard_reset: maybe.bool(false, "Lose all changes of files first."),
  submodules: maybe.bool(false, "Bring submodules up to date, too."),
  ...accessParams,
} as const;

export const detached = stateFn({
  doc: "Makes a repository be cloned and be at one commit, on no branch.",
  params,
  varkw: "kwargs",
  run: async (args, context, { kwargs }) => {
    try {
      refuseOtherKeywords(kwargs, []);
      environmentFor(args.name, args);
    } catch (error) {
      if (error instanceof SaltInvocationError) return failed(args.name, error.message);
      throw error;
    }
    const fault = await argumentFault(args, context);
    if (fault !== undefined) return failed(args.name, fault);
    const { user, password, output_encoding } = args;
    const repo = new Repository(args.name, context, { user, password, output_encoding });
    return await ensureDetached(repo, requestOf(args, context));
  },
});

async function argumentFault(
  args: Args<typeof params>,
  context: ExecutionContext,
): Promise<string | undefined> {
  const [rev, target] = [pythonStr(args.rev), pythonStr(args.target)];
  if (!isTruthy(args.rev)) return `'${rev}' is not a valid value for the 'rev' argument`;
  // Salt names the revision here, too.
  if (!isTruthy(args.target)) return `'${rev}' is not a valid value for the 'target' argument`;
  if (!target.startsWith("/")) return `Target '${target}' is not an absolute path`;
  const fault = await identityFault(args.identity, context);
  if (fault !== undefined) return `I${fault.slice(1)}`;
  return isFile(target) ? `Target '${target}' exists and is a regular file, cannot proceed` : undefined;
}

interface Request {
  readonly args: Args<typeof params>;
  readonly name: string;
  readonly target: string;
  readonly remote: string;
  readonly rev: string;
  /** The revision may be a commit. */
  readonly isCommit: boolean;
  readonly access: Parameters<typeof clone>[1]["access"];
  readonly credentials: Parameters<typeof clone>[1]["credentials"];
}

function requestOf(args: Args<typeof params>, context: ExecutionContext): Request {
  const rev = pythonStr(args.rev);
  const isCommit = /^[0-9a-f]{1,40}$/i.test(rev);
  return {
    ...{ args, isCommit, name: args.name },
    target: pythonStr(args.target),
    remote: pythonStr(args.remote),
    rev: isCommit ? rev.toLowerCase() : rev,
    access: { identity: args.identity, saltenv: environmentOf(context) },
    credentials: { https_user: args.https_user, https_pass: args.https_pass },
  };
}

async function ensureDetached(repo: Repository, request: Request): Promise<StateAnswer> {
  const { target, args, rev } = request;
  const isThere = isDirectory(join(target, ".git")) || isTruthy(await repo.git("is_worktree", [target]));
  const before = isThere ? await repo.ask("revision", [target]) : undefined;
  const isKnown = isThere && request.isCommit && (await repo.ask("describe", [target, rev])) !== undefined;
  const refused = isThere ? await withRemote(repo, request) : await cloneBare(repo, request);
  if (refused !== undefined) return refused;
  if (!isKnown && args.fetch_remote) {
    const fault = await fetch(repo, request);
    if (fault !== undefined) return fault;
  }
  const wanted = await wantedCommit(repo, request);
  if (typeof wanted !== "string") return wanted;
  if (args.hard_reset) {
    if (repo.isTrial) return repo.answer(null, `Hard reset to HEAD would be performed on ${target}`);
    await repo.git("reset", [target], { opts: ["--hard", "HEAD"] });
    repo.comments.push("Repository was reset to HEAD before checking out revision");
  }
  return await checkOut(repo, request, before, wanted);
}

async function withRemote(repo: Repository, request: Request): Promise<StateAnswer | undefined> {
  const { target, remote, name, credentials } = request;
  if (request.isCommit) return undefined;
  const remotes = await repo.git("remotes", [target], { redact_auth: false });
  const url = get(get(remotes, remote) ?? null, "fetch");
  if (url !== undefined && pythonStr(url).includes(name)) return undefined;
  if (repo.isTrial) return repo.answer(null, `Remote ${remote} would be set to ${name}`);
  await repo.git("remote_set", [target], { url: name, remote, ...credentials });
  repo.comments.push(`Remote ${remote} updated from '${pythonStr(url ?? null)}' to '${name}'`);
  return undefined;
}

async function cloneBare(repo: Repository, request: Request): Promise<StateAnswer | undefined> {
  const { target, name, remote, args } = request;
  const refused = emptied(repo, target, name, args.force_clone);
  if (refused !== undefined) {
    repo.changes.clear();
    return refused;
  }
  if (repo.isTrial) return repo.answer(null, `Repository ${name} would be cloned to ${target}`);
  const origin = remote === "origin" ? [] : ["--origin", remote];
  try {
    await repo.git("clone", [target, name], {
      ...{ opts: ["--no-checkout", ...origin] },
      ...request.access,
      ...request.credentials,
    });
  } catch (error) {
    return repo.failed(error instanceof CommandExecutionError ? gitFault(error) : errorText(error));
  }
  repo.comments.push(`${name} cloned to ${target}`);
  return undefined;
}

async function fetch(
  repo: Repository,
  { target, remote, access, credentials }: Request,
): Promise<StateAnswer | undefined> {
  if (repo.isTrial) return repo.answer(null, `Repository remote ${remote} would be fetched`);
  const refspecs = [`refs/heads/*:refs/remotes/${remote}/*`, "+refs/tags/*:refs/tags/*"];
  try {
    const fetched = await repo.git("fetch", [target], {
      ...{ remote, force: true, refspecs },
      ...access,
      ...credentials,
    });
    if (isTruthy(fetched)) repo.comments.push(`Remote ${remote} was fetched, resulting in updated refs`);
    return undefined;
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    return repo.failed(`Fetch failed:\n\n${errorText(error)}`, repo.comments);
  }
}

/** The commit to be at; a failure when there is none. */
async function wantedCommit(repo: Repository, request: Request): Promise<string | StateAnswer> {
  const { target, rev, remote } = request;
  const missing = `Revision '${rev}' does not exist`;
  if (request.isCommit) {
    // A commit that git cannot describe ends the state with git's own words.
    return isTruthy(await repo.git("describe", [target, rev])) ? rev : repo.failed(missing);
  }
  try {
    const refs = await repo.git("remote_refs", [target], { ...request.access, ...request.credentials });
    const found = [`refs/remotes/${remote}/${rev}`, `refs/tags/${rev}`]
      .map((name) => (isDict(refs) ? refs.get(name) : undefined))
      .find((commit) => commit !== undefined);
    return found === undefined ? repo.failed(missing) : pythonStr(found);
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    return repo.failed(`Failed to list refs for ${remote}: ${gitFault(error)}`);
  }
}

async function checkOut(
  repo: Repository,
  { target, access, credentials, args }: Request,
  before: string | undefined,
  wanted: string,
): Promise<StateAnswer> {
  let after: string | undefined;
  const told = (now: string) =>
    new Map([
      ["old", before ?? null],
      ["new", now],
    ]);
  if (wanted !== before) {
    if (repo.isTrial) {
      repo.changes.set("HEAD", told(wanted));
      return repo.answer(null, `Commit ID ${wanted} would be checked out at ${target}`);
    }
    await repo.git("checkout", [target, wanted], { force: args.force_checkout });
    repo.comments.push(`Commit ID ${wanted} was checked out at ${target}`);
    after = await repo.ask("revision", [target]);
  }
  if (args.submodules) {
    const opts = ["--init", "--recursive"];
    await repo.git("submodule", [target, "update"], { opts, ...access, ...credentials });
    repo.comments.push("Submodules were updated");
  }
  if (after === undefined) repo.comments.push("Already checked out at correct revision");
  else repo.changes.set("HEAD", told(after));
  return repo.answer(true, sentences(repo.comments));
}
