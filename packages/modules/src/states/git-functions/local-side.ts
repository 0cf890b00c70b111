/**
 * What a clone has before git.latest changes it, and how far it is from the wanted revision.
 */
import type { StateAnswer } from "@salt/core";
import { CommandExecutionError, get, isTruthy, pythonStr } from "@salt/core";
import type { RemoteSide } from "./remote-side.js";
import { isSameCommit } from "./remote-side.js";
import type { Repository } from "./repository.js";
import { gitFault, shortCommit } from "./repository.js";
import type { LatestRequest } from "./request.js";

/** What a clone has. */
export interface LocalSide {
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  readonly commit: string | undefined;
  readonly branch: string | undefined;
  /** The commit from which the branch would be changed. */
  readonly base: string | undefined;
  readonly baseBranch: string | undefined;
  /** The address of the remote; undefined when there is no such remote. */
  readonly url: string | undefined;
  readonly isWanted: boolean;
  readonly hasChanges: boolean;
  /** Another branch has to be checked out first. */
  readonly changesBranch: boolean;
  /** That branch is not there yet. */
  readonly isNewBranch: boolean;
}

/** The commit and branch that are checked out. */
export async function checkedOut(
  repo: Repository,
  target: string,
): Promise<{ readonly commit: string | undefined; readonly branch: string | undefined }> {
  const commit = await repo.ask("revision", [target]);
  return { commit, branch: await repo.ask("current_branch", [target]) };
}

/** Looks at a clone; a failure when the commit of the branch cannot be found. */
export async function localSide(
  repo: Repository,
  request: LatestRequest,
  side: RemoteSide,
): Promise<LocalSide | StateAnswer> {
  const { target, branch: wanted } = request;
  const branches = await repo.list("list_branches", [target]);
  const tags = await repo.list("list_tags", [target]);
  const { commit, branch } = await checkedOut(repo, target);
  if (!request.isBare && side.commit === undefined && commit !== undefined)
    return repo.failed("Remote repository is empty, cannot update from a non-empty to an empty repository");
  const changesBranch = wanted !== undefined && wanted !== branch;
  const isThere = wanted !== undefined && branches.includes(wanted);
  let base = commit;
  if (changesBranch && !isThere) base = side.commit;
  else if (changesBranch) {
    const found = await branchCommit(repo, target, wanted);
    if (typeof found !== "string") return found;
    base = found;
  }
  const remotes = await repo.git("remotes", [target], { redact_auth: false });
  const url = get(get(remotes, request.remote) ?? null, "fetch");
  return {
    ...{ branches, tags, commit, branch, base, changesBranch },
    baseBranch: changesBranch && isThere ? wanted : branch,
    url: url === undefined ? undefined : pythonStr(url),
    isWanted: isSameCommit(commit, side.commit, side.kind),
    hasChanges: !request.isBare && (await hasLocalChanges(repo, target)),
    isNewBranch: wanted !== undefined && !isThere,
  };
}

async function branchCommit(repo: Repository, target: string, branch: string): Promise<string | StateAnswer> {
  try {
    return pythonStr(await repo.git("rev_parse", [target, `${branch}^{commit}`], { ignore_retcode: true }));
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    return repo.failed(`Unable to get position of local branch '${branch}': ${gitFault(error)}`);
  }
}

async function hasLocalChanges(repo: Repository, target: string): Promise<boolean> {
  try {
    return isTruthy(await repo.git("diff", [target, "HEAD"]));
  } catch (error) {
    // A repository without commits has nothing to compare with.
    if (error instanceof CommandExecutionError) return false;
    throw error;
  }
}

/** Whether the clone has the wanted commit under the wanted name already; a failure when a tag was moved. */
export async function hasWanted(
  repo: Repository,
  request: LatestRequest,
  side: RemoteSide,
  local: LocalSide,
): Promise<boolean | StateAnswer> {
  const { target } = request;
  if (side.commit === undefined) return false;
  if (side.kind === "sha1" && local.base?.startsWith(side.commit) === true) return true;
  if ((await repo.ask("rev_parse", [target, `${side.commit}^{commit}`])) === undefined) return false;
  if (side.kind === "sha1") return true;
  if (side.kind === "branch") {
    // The commit may be there although the branch of the remote was rewritten since it was fetched.
    if (local.url === undefined || typeof side.upstream !== "string") return false;
    return (await repo.ask("rev_parse", [target, side.upstream])) === side.commit;
  }
  if (!local.tags.includes(side.rev)) return false;
  const tagged = await repo.ask("rev_parse", [target, `${side.rev}^{commit}`]);
  if (tagged === side.commit) return true;
  if (request.forceReset !== false) return false;
  const [there, here] = [shortCommit(side.commit), shortCommit(tagged)];
  return repo.failed(
    `'${side.rev}' is a tag, but the remote SHA1 for this tag (${there}) doesn't match the local SHA1 (${here}). Set 'force_reset' to True to force this update.`,
  );
}

/** Whether the wanted commit descends from the one to begin with. */
export async function isDescendant(
  repo: Repository,
  target: string,
  side: RemoteSide,
  local: LocalSide,
): Promise<boolean> {
  if (local.base === undefined) return true;
  const refs = [local.base, side.commit ?? ""];
  return (await repo.git("merge_base", [target], { refs, is_ancestor: true, ignore_retcode: true })) === true;
}

/** The refusal to lose commits or changes. */
export function notFastForward(
  repo: Repository,
  request: LatestRequest,
  side: RemoteSide,
  local: LocalSide,
): StateAnswer {
  const [from, to] = [shortCommit(local.base), shortCommit(side.commit)];
  const step = local.hasChanges && from !== to ? `from ${from} to ${to}` : `to ${to}`;
  const first = local.changesBranch ? ` (after checking out local branch '${request.branch}')` : "";
  const [why, also, lost] = local.hasChanges
    ? ["there are uncommitted changes", " (or 'remote-changes')", " and discard these changes"]
    : ["this is not a fast-forward merge", "", ""];
  return repo.failed(
    `Repository would be updated ${step}${first}, but ${why}. Set 'force_reset' to True${also} to force this update${lost}.${branchAdvice(request, side, local)}`,
    repo.comments,
  );
}

function branchAdvice(request: LatestRequest, side: RemoteSide, local: LocalSide): string {
  const branch = local.branch ?? "None";
  const { defaultBranch } = side;
  if (request.branch !== undefined) return "";
  if (side.rev !== "HEAD" && branch !== side.rev)
    return ` The desired rev (${side.rev}) differs from the name of the local branch (${branch}), if the desired rev is a branch name then a forced update could possibly be avoided by setting the 'branch' argument to '${side.rev}' instead.`;
  if (side.rev !== "HEAD" || defaultBranch === undefined || branch === defaultBranch) return "";
  return ` The default remote branch (${defaultBranch}) differs from the local branch (${branch}). This could be caused by changing the default remote branch, or if the local branch was manually changed. Rather than forcing an update, it may be advisable to set the 'branch' argument to '${defaultBranch}' instead. To ensure that this state follows the '${defaultBranch}' branch instead of the remote HEAD, set the 'rev' argument to '${defaultBranch}'.`;
}
