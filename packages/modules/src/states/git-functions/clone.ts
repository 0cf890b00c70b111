/**
 * A clone that is not there yet.
 */
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { StateAnswer } from "@salt/core";
import { CommandExecutionError, pythonStr } from "@salt/core";
import { isDirectory } from "../../execution/file-functions/paths.js";
import { checkedOut } from "./local-side.js";
import type { RemoteSide } from "./remote-side.js";
import { isSameCommit, upstreamChange } from "./remote-side.js";
import type { Repository } from "./repository.js";
import { gitFault, sentences } from "./repository.js";
import type { LatestRequest } from "./request.js";

/** Makes a clone with the wanted revision. */
export async function cloneLatest(
  repo: Repository,
  request: LatestRequest,
  side: RemoteSide,
): Promise<StateAnswer> {
  const { target, name, args } = request;
  const refusal = emptied(repo, target, name, args.force_clone);
  if (refusal !== undefined) return refusal;
  if (repo.isTrial) {
    repo.changes.set("new", `${name} => ${target}`);
    return repo.answer(null, `Repository ${name} would be cloned to ${target}`);
  }
  const fault = await clone(repo, request, cloneOptions(request));
  if (fault !== undefined) return fault;
  const kind = args.mirror ? " as mirror" : request.isBare ? " as bare repository" : "";
  repo.comments.push(`${name} cloned to ${target}${kind}`);
  if (!request.isBare && side.commit !== undefined) {
    const refused = await checkOut(repo, request, side);
    if (refused !== undefined) return refused;
  }
  if (args.submodules && side.commit !== undefined) {
    const refused = await updateSubmodules(repo, request);
    if (refused !== undefined) return refused;
  }
  const commit = await repo.ask("revision", [target]);
  if (commit !== undefined)
    repo.changes.set(
      "revision",
      new Map([
        ["old", null],
        ["new", commit],
      ]),
    );
  return repo.answer(true, sentences(repo.comments));
}

/** Empties a directory that is no repository, when that is wanted; the answer when it cannot be cloned into. */
export function emptied(
  repo: Repository,
  target: string,
  name: string,
  isForced: boolean,
): StateAnswer | undefined {
  const entries = isDirectory(target) ? readdirSync(target) : undefined;
  if (entries === undefined || (!isForced && entries.length === 0)) return undefined;
  if (!isForced)
    return repo.failed(
      `Target '${target}' exists, is non-empty and is not a git repository. Set the 'force_clone' option to True to remove this directory's contents and proceed with cloning the remote repository`,
    );
  if (repo.isTrial) {
    repo.changes.set("forced clone", true);
    repo.changes.set("new", `${name} => ${target}`);
    return repo.answer(
      null,
      `Target directory ${target} exists. Since force_clone=True, the contents of ${target} would be deleted, and ${name} would be cloned into this directory.`,
    );
  }
  for (const entry of entries) rmSync(join(target, entry), { recursive: true, force: true });
  repo.changes.set("forced clone", true);
  return undefined;
}

/** What is needed for a clone. */
export type CloneRequest = Pick<LatestRequest, "name" | "target" | "access" | "credentials">;

/** Clones; the failure when that fails. */
export async function clone(
  repo: Repository,
  request: CloneRequest,
  opts: readonly string[],
): Promise<StateAnswer | undefined> {
  const { target, name, access, credentials } = request;
  try {
    await repo.git("clone", [target, name], { opts, ...access, ...credentials });
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    return repo.failed(`Clone failed: ${gitFault(error)}`, repo.comments);
  }
  repo.changes.set("new", `${name} => ${target}`);
  return undefined;
}

function cloneOptions({ args, isBare, remote, rev }: LatestRequest): readonly string[] {
  return [
    ...(args.mirror ? ["--mirror"] : isBare ? ["--bare"] : []),
    ...(remote === "origin" ? [] : ["--origin", remote]),
    ...(args.depth === null ? [] : ["--depth", pythonStr(args.depth), "--branch", rev]),
  ];
}

async function checkOut(
  repo: Repository,
  request: LatestRequest,
  side: RemoteSide,
): Promise<StateAnswer | undefined> {
  const { target, branch } = request;
  if (side.kind === "tag" && !(await repo.list("list_tags", [target])).includes(side.rev))
    return repo.failed(`Revision '${side.rev}' does not exist in clone`, repo.comments);
  if (branch !== undefined && !(await repo.list("list_branches", [target])).includes(branch)) {
    await repo.git("checkout", [target, startOf(side)], { opts: ["-b", branch] });
    repo.comments.push(`Branch '${branch}' checked out, with ${side.place} as a starting point`);
  }
  const now = await checkedOut(repo, target);
  if (now.branch === undefined && !side.hasHead)
    return repo.failed(
      "Remote HEAD refers to a ref that does not exist. This can happen when the default branch on the remote repository is renamed or deleted. If you are unable to fix the remote repository, you can work around this by setting the 'branch' argument (which will ensure that the named branch is created if it does not already exist).",
      repo.comments,
    );
  if (!isSameCommit(now.commit, side.commit, side.kind)) {
    await repo.git("reset", [target], { opts: ["--hard", side.commit ?? ""] });
    repo.comments.push(`Repository was reset to ${side.place}`);
  }
  const upstream = await upstreamOf(repo, target, now.branch);
  const isNew = branch !== undefined && !(await repo.list("list_branches", [target])).includes(branch);
  const change = upstreamChange(upstream, side, isNew);
  if (change?.opts === undefined) return undefined;
  await repo.git("branch", [target], { opts: change.opts });
  repo.comments.push(`Tracking branch was ${change.says}`);
  return undefined;
}

/** Where a new branch begins. */
export function startOf(side: RemoteSide): string {
  if (side.rev === "HEAD") return side.commit ?? "";
  return typeof side.upstream === "string" ? side.upstream : side.rev;
}

/** The branch that a local one follows. */
export async function upstreamOf(
  repo: Repository,
  target: string,
  branch: string | undefined,
): Promise<string | undefined> {
  const revision = `${branch ?? "None"}@{upstream}`;
  return await repo.ask("rev_parse", [target, revision], { opts: ["--abbrev-ref"] });
}

/** Brings submodules up to date; the failure when that fails. */
export async function updateSubmodules(
  repo: Repository,
  { target, access, credentials }: Pick<LatestRequest, "target" | "access" | "credentials">,
): Promise<StateAnswer | undefined> {
  try {
    const opts = ["--init", "--recursive"];
    await repo.git("submodule", [target, "update"], { opts, ...access, ...credentials });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    return repo.failed(`Failed to update submodules: ${gitFault(error)}`, repo.comments);
  }
}
