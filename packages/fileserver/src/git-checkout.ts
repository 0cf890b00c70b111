/**
 * Branches and tags of git repositories as directories, for pillars that are kept in git.
 */
import { join } from "node:path";
import type { GitWish, Logger } from "@salt/core";
import { errorText, MalformedError } from "@salt/core";
import { withoutPassword } from "./backends/gitfs/git-command.js";
import { GitRemote } from "./backends/gitfs/git-remote.js";

/** Time that git may take to fetch, in milliseconds. */
const TIMEOUT_MS = 45_000;

/**
 * A directory with the files of a ref, fetched first when the last time is longer ago than the wish says. Undefined when
 * the repository has neither the ref nor the fallback. Throws FileSourceError when nothing could be fetched yet, and
 * MalformedError for what is no URL.
 */
export async function checkOutGit(
  wish: GitWish,
  parts: { readonly cachedir: string; readonly log: Logger },
): Promise<string | undefined> {
  const { url } = wish;
  const name = withoutPassword(url);
  // A URL with a minus in front would be an option of git.
  if (url === "" || url.startsWith("-") || url.includes("\0")) {
    throw new MalformedError(`the repository '${name}' is no URL`);
  }
  const remote = new GitRemote(
    {
      ...wish,
      name,
      base: wish.ref,
      root: "",
      mountpoint: "",
      saltenvs: new Map(),
      whitelist: [],
      blacklist: [],
      refTypes: ["branch", "tag", "sha"],
      isMapped: false,
      timeoutMs: TIMEOUT_MS,
    },
    join(parts.cachedir, "git_pillar"),
  );
  const age = remote.age(Date.now());
  const failure =
    age !== undefined && age < wish.updateEveryMs ? undefined : await failureOf(remote.update());
  for (const ref of [wish.ref, wish.fallback].filter((each) => each !== "")) {
    const commit = await remote.commitOf(ref);
    if (commit === undefined) continue;
    if (failure !== undefined) {
      const reason = errorText(failure.error);
      parts.log.warn(
        { reason },
        "A repository of the pillar could not be fetched; the last state of it is used",
      );
    }
    return await remote.checkOut(commit);
  }
  if (failure !== undefined) throw failure.error;
  return undefined;
}

async function failureOf(work: Promise<void>): Promise<{ readonly error: unknown } | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return { error };
  }
}
