/**
 * git.latest: a clone that is there and up to date.
 */
import { join } from "node:path";
import type { Args, ExecutionContext, StateAnswer } from "@salt/core";
import { CommandExecutionError, errorText, isTruthy, SaltInvocationError, stateFn } from "@salt/core";
import { isDirectory } from "../../execution/file-functions/paths.js";
import { refuseOtherKeywords } from "../../values/keywords.js";
import { failed } from "../answer/answer.js";
import { cloneLatest } from "./clone.js";
import { remoteSide } from "./remote-side.js";
import { gitFault, Repository } from "./repository.js";
import { latestParams, latestRequest } from "./request.js";
import { updateLatest } from "./update.js";

export const latest = stateFn({
  doc: "Makes a repository be cloned to a directory and be up to date.",
  params: latestParams,
  varkw: "kwargs",
  run: async (args, context, { kwargs }) => {
    try {
      refuseOtherKeywords(kwargs, []);
    } catch (error) {
      if (error instanceof SaltInvocationError) return failed(args.name, error.message);
      throw error;
    }
    return await ensureLatest(args, context);
  },
});

async function ensureLatest(
  args: Args<typeof latestParams>,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const request = await latestRequest(args, context);
  if (typeof request === "string") return failed(args.name, request);
  const { user, password, output_encoding } = args;
  const repo = new Repository(args.name, context, { user, password, output_encoding });
  const { name, target, rev, remote, isBare, access, credentials } = request;
  let told: Awaited<ReturnType<Repository["git"]>>;
  try {
    told = await repo.git("remote_refs", [name], { ...access, ...credentials });
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    return repo.failed(`Failed to check remote refs: ${gitFault(error)}`);
  }
  const side = remoteSide(told, rev, remote, isBare);
  if (args.depth !== null && side.kind !== "branch" && side.kind !== "tag")
    return repo.failed(
      "When 'depth' is used, 'rev' must be set to the name of a branch or tag on the remote repository",
    );
  if (side.commit === undefined && !isBare && rev !== "HEAD")
    return repo.failed(`No revision matching '${rev}' exists in the remote repository`);
  try {
    const isThere = isDirectory(join(target, isBare ? "refs" : ".git"));
    return isThere || isTruthy(await repo.git("is_worktree", [target]))
      ? await updateLatest(repo, request, side)
      : await cloneLatest(repo, request, side);
  } catch (error) {
    // Whatever goes wrong now comes with what was changed before it.
    return repo.failed(
      error instanceof CommandExecutionError ? gitFault(error) : errorText(error),
      repo.comments,
    );
  }
}
