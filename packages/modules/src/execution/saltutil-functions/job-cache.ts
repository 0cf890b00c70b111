/**
 * The minion's own cache of jobs: a directory for each below `minion_jobs`.
 */
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Dict } from "@salt/core";
import { CommandExecutionError, getString, isJid, isTruthy, SaltInvocationError } from "@salt/core";

const MS_PER_HOUR = 3_600_000;

/**
 * The return of a cached job: so far only that there is none, because this minion keeps no such cache, and returns in
 * the cache of a real minion are in a form that only it reads. Throws CommandExecutionError for those.
 */
export function readCachedJob(opts: Dict, jid: string): string {
  if (!isJid(jid)) throw new SaltInvocationError(`jid: ${jid} is no job id`);
  const path = join(cachePath(opts), jid);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) {
    return isTruthy(opts.get("cache_jobs"))
      ? `Local jobs cache directory ${path} not found`
      : "Local jobs cache directory not found; you may need to enable cache_jobs on this minion";
  }
  throw new CommandExecutionError(
    `The cached return in ${path} was written by another program and cannot be read`,
  );
}

/** Deletes directories of jobs that are older than some hours; false when one could not be deleted. */
export function clearOldJobs(opts: Dict, hours: number, now: number): boolean {
  const root = cachePath(opts);
  if (statSync(root, { throwIfNoEntry: false }) === undefined) return true;
  const oldest = now - hours * MS_PER_HOUR;
  try {
    for (const entry of readdirSync(root, { withFileTypes: true })) {
      const path = join(root, entry.name);
      if (entry.isDirectory() && statSync(path).mtimeMs < oldest)
        rmSync(path, { recursive: true, force: true });
    }
    return true;
  } catch {
    return false;
  }
}

function cachePath(opts: Dict): string {
  const cachedir = getString(opts, "cachedir");
  if (cachedir === undefined) throw new CommandExecutionError("The option cachedir is not set");
  return join(cachedir, "minion_jobs");
}
