/**
 * A clone that is there already, brought to the wanted revision.
 */
import type { StateAnswer } from "@salt/core";
import { CommandExecutionError, errorText, isTruthy } from "@salt/core";
import { withoutPasswords } from "../../execution/git-functions/run-git.js";
import { startOf, updateSubmodules, upstreamOf } from "./clone.js";
import { hasWanted, isDescendant, localSide, notFastForward } from "./local-side.js";
import type { RemoteSide } from "./remote-side.js";
import { isSameCommit, upstreamChange } from "./remote-side.js";
import type { Repository } from "./repository.js";
import { gitFault, isAnswer, sentences } from "./repository.js";
import type { LatestRequest } from "./request.js";
import { syncTags } from "./tags.js";
import type { Update } from "./update-plan.js";
import { plannedRemote, plannedUpdate } from "./update-plan.js";

/** Brings a clone to the wanted revision. */
export async function updateLatest(
  repo: Repository,
  request: LatestRequest,
  side: RemoteSide,
): Promise<StateAnswer> {
  const update = await surveyed(repo, request, side);
  if (isAnswer(update)) return update;
  const done = request.isBare ? await fetchBare(update) : await carriedOut(update);
  if (done !== undefined) return done;
  const { target } = request;
  const { local } = update;
  const commit = await repo.ask("revision", [target]);
  if (!request.isBare && !isSameCommit(commit, side.commit, side.kind))
    return repo.failed("Failed to update repository", repo.comments);
  if (local.commit === commit) return repo.upToDate(target, repo.comments);
  const revisions = new Map([
    ["old", local.commit ?? null],
    ["new", commit ?? null],
  ]);
  repo.changes.set("revision", revisions);
  return repo.answer(true, sentences(repo.comments));
}

/** What is to be done; an answer when that is nothing or cannot be. */
async function surveyed(
  repo: Repository,
  request: LatestRequest,
  side: RemoteSide,
): Promise<Update | StateAnswer> {
  const { target, forceReset, args } = request;
  const local = await localSide(repo, request, side);
  if (isAnswer(local)) return local;
  if (local.hasChanges && local.isWanted) {
    if (forceReset !== true) return repo.upToDate(target, repo.comments, true);
    if (repo.isTrial) return resetInTrial(repo, target);
  }
  const isThere = await hasWanted(repo, request, side, local);
  if (typeof isThere !== "boolean") return isThere;
  if (isThere && !local.isWanted && !args.update_head && !local.changesBranch)
    return headStays(repo, side, local.commit);
  // Changes of files stand in the way of adding commits, unless they are only to be lost when there are new ones.
  let isForward = local.hasChanges && forceReset !== "remote-changes" ? false : undefined;
  if (isThere && isForward !== false) isForward = await isDescendant(repo, target, side, local);
  if (isForward === false && forceReset === false) return notFastForward(repo, request, side, local);
  const upstream =
    local.baseBranch === undefined ? undefined : await upstreamOf(repo, target, local.baseBranch);
  return { ...{ repo, request, side, local, hasWanted: isThere, upstream }, isForward };
}

function resetInTrial(repo: Repository, target: string): StateAnswer {
  repo.changes.set("forced update", true);
  const comment = `${target} is up-to-date, but with uncommitted changes. Since 'force_reset' is set to True, these local changes would be reset. To only reset when there are changes in the remote repository, set 'force_reset' to 'remote-changes'.`;
  return repo.answer(null, comment);
}

function headStays(repo: Repository, side: RemoteSide, commit: string | undefined): StateAnswer {
  const place = side.rev === "HEAD" ? `R${side.place.slice(1).toLowerCase()}` : side.place;
  const short = (commit ?? "").slice(0, 7);
  return repo.answer(
    true,
    `${place} is already present and local HEAD (${short}) does not match, but update_head=False. HEAD has not been updated locally.`,
  );
}

async function fetchBare({ repo, request }: Update): Promise<StateAnswer | undefined> {
  const { target } = request;
  // Salt puts a full stop between the letters of this comment; here they stay together.
  if (repo.isTrial) return repo.upToDate(target, [`Bare repository at ${target} would be fetched`]);
  const fetched = await fetch(repo, request);
  if (typeof fetched !== "boolean") return fetched;
  const result = fetched ? ", resulting in updated refs" : "";
  repo.comments.push(`Bare repository at ${target} was fetched${result}`);
  return undefined;
}

async function carriedOut(update: Update): Promise<StateAnswer | undefined> {
  const { repo, request, side, local } = update;
  if (side.commit === undefined) return undefined;
  if (local.url !== request.name) {
    if (repo.isTrial) return plannedRemote(update);
    await setRemote(update);
  }
  if (repo.isTrial) return plannedUpdate(update);
  const follow = upstreamChange(update.upstream, side, local.isNewBranch);
  if (follow?.opts !== undefined && local.branch === undefined)
    return repo.failed(
      "Cannot set/unset upstream tracking branch, local HEAD refers to nonexistent branch. This may have been caused by cloning a remote repository for which the default branch was renamed or deleted. If you are unable to fix the remote repository, you can work around this by setting the 'branch' argument (which will ensure that the named branch is created if it does not already exist).",
      repo.comments,
    );
  const isComplete = !(await syncTags(update)) && update.hasWanted;
  const isForward = isComplete ? update.isForward : await fetchWanted(update);
  if (isForward !== undefined && typeof isForward !== "boolean") return isForward;
  const refused = (await changeBranch(update)) ?? (await reset(update, isForward));
  if (refused !== undefined) return refused;
  if (follow?.opts !== undefined) {
    await repo.git("branch", [request.target], { opts: follow.opts });
    repo.comments.push(`Tracking branch was ${follow.says}`);
  }
  const stuck = isForward === true ? await goForward(update) : undefined;
  if (stuck !== undefined) return stuck;
  return request.args.submodules ? await updateSubmodules(repo, request) : undefined;
}

async function setRemote({ repo, request, local }: Update): Promise<void> {
  const { target, name, remote, shownUrl, credentials } = request;
  await repo.git("remote_set", [target], { url: name, remote, ...credentials });
  if (local.url === undefined) {
    repo.comments.push(`Remote '${remote}' set to ${shownUrl}`);
    repo.changes.set("new", `${name} => ${remote}`);
  } else repo.comments.push(`Remote '${remote}' changed from ${withoutPasswords(local.url)} to ${shownUrl}`);
}

/** Fetches; whether references changed, or the failure. */
async function fetch(repo: Repository, request: LatestRequest): Promise<boolean | StateAnswer> {
  const { target, remote, refspecs, access, credentials, args } = request;
  try {
    const options = { remote, force: args.force_fetch, refspecs, ...access, ...credentials };
    return isTruthy(await repo.git("fetch", [target], options));
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    const advice =
      "Set 'force_fetch' to True to force the fetch if the failure was due to not being able to fast-forward.";
    return repo.failed(
      `Fetch failed. ${advice} Output of the fetch command follows:\n\n${gitFault(error)}`,
      repo.comments,
    );
  }
}

/** Fetches the wanted commit; whether it only adds commits, or the answer when that is all or too much. */
async function fetchWanted({ repo, request, side, local }: Update): Promise<boolean | StateAnswer> {
  const { target, name, forceReset, args } = request;
  const fetched = await fetch(repo, request);
  if (typeof fetched !== "boolean") return fetched;
  if (fetched) repo.comments.push(`${name} was fetched, resulting in updated refs`);
  try {
    await repo.git("rev_parse", [target, `${side.commit}^{commit}`], { ignore_retcode: true });
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    return repo.failed(
      `Fetch did not successfully retrieve rev '${side.rev}' from ${name}: ${errorText(error)}`,
    );
  }
  if (!local.isWanted && !args.update_head && !local.changesBranch)
    return headStays(repo, side, local.commit);
  const isForward = await isDescendant(repo, target, side, local);
  const isRefused = forceReset === false && (!isForward || local.hasChanges);
  return isRefused ? notFastForward(repo, request, side, local) : isForward;
}

async function changeBranch({ repo, request, side, local }: Update): Promise<StateAnswer | undefined> {
  const { target, branch, args } = request;
  if (!local.changesBranch || branch === undefined) return undefined;
  if (local.hasChanges && !args.force_checkout)
    return repo.failed(
      `Local branch '${local.branch ?? "None"}' has uncommitted changes. Set 'force_checkout' to True to discard them and proceed.`,
    );
  const start = local.isNewBranch ? startOf(side) : branch;
  const opts = local.isNewBranch ? ["-b", branch] : [];
  await repo.git("checkout", [target, start], { force: args.force_checkout, opts });
  repo.comments.push(
    local.isNewBranch
      ? `New branch '${branch}' was checked out, with ${side.place} as a starting point`
      : `'${branch}' was checked out`,
  );
  return undefined;
}

async function reset(
  { repo, request, side, local }: Update,
  isForward: boolean | undefined,
): Promise<undefined> {
  const { target, forceReset } = request;
  if (isForward === false) {
    await repo.git("reset", [target], { opts: ["--hard", side.commit ?? ""] });
    repo.changes.set("forced update", true);
    if (local.hasChanges) repo.comments.push("Uncommitted changes were discarded");
    repo.comments.push(`Repository was hard-reset to ${side.place}`);
  } else if (isForward === true && local.hasChanges && forceReset !== false) {
    await repo.git("discard_local_changes", [target]);
    repo.comments.push("Uncommitted changes were discarded");
  }
}

async function goForward({ repo, request, side, local }: Update): Promise<StateAnswer | undefined> {
  const { target } = request;
  if (isSameCommit(local.base, side.commit, side.kind)) return undefined;
  if (side.upstream === false) {
    await repo.git("reset", [target], { opts: ["--hard", side.rev] });
    repo.comments.push(`Repository was reset to ${side.rev} (fast-forward)`);
    return undefined;
  }
  const options = { opts: ["--quiet"], ignore_retcode: true };
  if (!isTruthy(await repo.git("symbolic_ref", [target, "HEAD"], options)))
    return repo.failed("Unable to fast-forward, HEAD is detached", repo.comments);
  await repo.git("merge", [target], { rev: side.commit ?? null, opts: ["--ff-only"] });
  repo.comments.push(`Repository was fast-forwarded to ${side.place}`);
  return undefined;
}
