/**
 * The job caches that a master's settings name, found and checked at its start.
 */
import type { Dict, Logger, MasterConfig, PluginCatalog } from "@salt/core";
import { jobCacheReturner, returnerContext } from "../runners/job-source.js";
import { JobCopies } from "./job-copies.js";

/** What opening needs. */
export interface CopiesOptions {
  readonly config: Pick<MasterConfig, "ext_job_cache" | "master_job_cache">;
  readonly opts: Dict;
  readonly plugins: PluginCatalog;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Finds the returners. Throws ConfigError for a name that is none, or that cannot be read back. */
export async function openJobCopies(options: CopiesOptions): Promise<JobCopies> {
  const { config, opts, plugins: catalog, log, signal } = options;
  const find = { catalog, opts, log, signal };
  const external = await jobCacheReturner(find, "ext_job_cache", config.ext_job_cache);
  const own = await jobCacheReturner(find, "master_job_cache", config.master_job_cache);
  return new JobCopies({
    loads: external ?? own,
    // Minions themselves send their returns to the external one.
    returns: external === undefined ? own : undefined,
    context: returnerContext(find),
    log,
  });
}
