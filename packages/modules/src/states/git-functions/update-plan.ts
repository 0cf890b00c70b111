/**
 * What git.latest would do to a clone that is there: the answers of a trial.
 */
import type { StateAnswer } from "@salt/core";
import { withoutPasswords } from "../../execution/git-functions/run-git.js";
import type { LocalSide } from "./local-side.js";
import type { RemoteSide } from "./remote-side.js";
import { upstreamChange } from "./remote-side.js";
import type { Repository } from "./repository.js";
import { sentences, shortCommit } from "./repository.js";
import type { LatestRequest } from "./request.js";

/** A clone that is to be updated, and what is known of both sides. */
export interface Update {
  readonly repo: Repository;
  readonly request: LatestRequest;
  readonly side: RemoteSide;
  readonly local: LocalSide;
  /** The wanted commit is there already. */
  readonly hasWanted: boolean;
  /** Whether only commits are added; undefined before they are fetched. */
  readonly isForward: boolean | undefined;
  /** The branch that the local one follows. */
  readonly upstream: string | undefined;
}

/** The answer when the address of the remote would be changed. */
export function plannedRemote({ repo, request, side, local, ...known }: Update): StateAnswer {
  const { remote, shownUrl, args, target } = request;
  const before = local.url === undefined ? "None" : withoutPasswords(local.url);
  const actions = [`Remote '${remote}' would be changed from ${before} to ${shownUrl}`];
  if (!known.hasWanted) actions.push("Remote would be fetched");
  if (!local.isWanted && args.update_head) {
    planRevision(repo, local, side);
    if (known.isForward === false) repo.changes.set("forced update", true);
    const how = known.isForward === undefined ? "updated" : known.isForward ? "fast-forwarded" : "hard-reset";
    actions.push(`Repository would be ${how} to ${shortCommit(side.commit)}`);
    return repo.answer(null, sentences(actions));
  }
  return local.isWanted ? repo.upToDate(target, actions) : repo.answer(true, sentences(actions));
}

/** The answer when the address of the remote stays. */
export function plannedUpdate(update: Update): StateAnswer {
  const { repo, request, side, local } = update;
  const isMoved = request.args.update_head || local.changesBranch;
  if (!local.isWanted && isMoved) planRevision(repo, local, side);
  const fetch = update.hasWanted ? [] : [`Remote '${request.remote}' would be fetched`];
  const upstream = upstreamChange(update.upstream, side, false);
  const follow = upstream === undefined ? [] : [`Tracking branch would be ${upstream.says}`];
  const actions = [
    ...fetch,
    ...(local.changesBranch ? plannedBranch(update) : plannedHead(update)),
    ...follow,
  ];
  if (repo.changes.size > 0) return repo.answer(null, sentences(actions));
  if (!local.isWanted && !request.args.update_head && actions.length > 0)
    return repo.answer(true, sentences(actions));
  return repo.upToDate(request.target, actions);
}

function planRevision(repo: Repository, local: LocalSide, side: RemoteSide): void {
  const revisions = new Map([
    ["old", local.commit ?? null],
    ["new", side.commit ?? null],
  ]);
  repo.changes.set("revision", revisions);
}

function plannedBranch({ request, side, local, isForward }: Update): readonly string[] {
  const { branch } = request;
  const how = isForward === undefined ? "updated" : isForward ? "fast-forwarded" : "hard-reset";
  if (!local.isNewBranch)
    return [`Branch '${branch}' would be checked out and ${how} to ${shortCommit(side.commit)}`];
  const start = `New branch '${branch}' would be checked out, with ${side.place} as a starting point`;
  const follows = typeof side.upstream === "string";
  return [start, ...(follows ? [`Tracking branch would be set to ${side.upstream}`] : [])];
}

function plannedHead({ request, side, local, ...known }: Update): readonly string[] {
  if (local.isWanted) return [];
  const [from, to] = [shortCommit(local.commit), shortCommit(side.commit)];
  if (!request.args.update_head)
    return [
      `Local HEAD (${from}) does not match ${side.place} but update_head=False, HEAD would not be updated locally`,
    ];
  if (known.isForward === true) return [`Repository would be fast-forwarded from ${from} to ${to}`];
  const how = request.forceReset !== false && known.hasWanted ? "hard-reset" : "updated";
  return [`Repository would be ${how} from ${from} to ${to}`];
}
