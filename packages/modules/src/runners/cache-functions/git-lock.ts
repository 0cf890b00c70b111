/**
 * `cache.clear_git_lock`: letting remotes of gitfs be updated again.
 */
import type { Plain, RunnerContext, Value } from "@salt/core";
import { isDict, isList, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";

const TYPES: ReadonlySet<string> = new Set(["update", "checkout", "mountpoint"]);

/** Opens what keeps the locks. */
export type LockKeeper = () => Promise<Pick<Awaited<ReturnType<RunnerContext["fileServer"]>>, "clearLock">>;

/** Which locks: of whom, of which remote, and of which types. */
export interface GitLocks {
  readonly role: string;
  readonly remote: string | null;
  readonly types: Value;
}

/** Removes them; the only type that is kept here is `update`. Throws SaltInvocationError for what has no locks here. */
export async function clearGitLock({ role, remote, types }: GitLocks, keeper: LockKeeper): Promise<Plain> {
  if (role === "git_pillar" || role === "winrepo") {
    throw new SaltInvocationError(`role: ${role} keeps no locks here; gitfs does`);
  }
  if (role !== "gitfs") throw new SaltInvocationError(`Invalid role '${role}'`);
  if (!typesOf(types).includes("update")) return "No locks were removed";
  const { done, errors } = await (await keeper()).clearLock("git", remote ?? undefined);
  if (done.length === 0 && errors.length === 0) return "No locks were removed";
  return { ...(done.length === 0 ? {} : { cleared: done }), ...(errors.length === 0 ? {} : { errors }) };
}

function typesOf(given: Value): readonly string[] {
  if (!isTruthy(given)) return [...TYPES];
  if (isDict(given)) throw new SaltInvocationError("type: names of types are needed");
  const types = isList(given) ? given.map(pythonStr) : pythonStr(given).split(",");
  const wrong = types.find((type) => !TYPES.has(type.trim()));
  if (wrong !== undefined) throw new SaltInvocationError(`type: there are no locks of the type '${wrong}'`);
  return types.map((type) => type.trim());
}
