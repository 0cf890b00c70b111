/**
 * Jobs and returns as JSON files: a job cache that any program can read.
 */
import type { Dict } from "@salt/core";
import {
  getString,
  isJid,
  isMinionId,
  refuseReturnKwargs,
  returnerOption,
  SaltInvocationError,
} from "@salt/core";
import { JobFiles } from "./job-files/files.js";
import { cachingReturner } from "./job-store/caching-returner.js";

const DEFAULT_DIR = "/var/cache/salt/job_files";

export const jobFiles = cachingReturner("job_files", {
  doc:
    "Keeps jobs and returns as JSON files below the directory of the option `job_files.dir`, " +
    "/var/cache/salt/job_files by default: `<jid>/job.json` and `<jid>/returns/<id>.json`. Serves as master_job_cache, " +
    "and as ext_job_cache where minions and master share that directory.",
  take: async (ret, { opts }) => {
    refuseReturnKwargs(ret, "job_files");
    const jid = getString(ret, "jid");
    const id = getString(ret, "id");
    if (!isJid(jid) || id === undefined || !isMinionId(id)) {
      throw new SaltInvocationError("job_files: a return has no job id or no minion id");
    }
    await filesOf(opts, ret).addReturn(jid, id, ret);
  },
  jobCache: {
    saveLoad: async (job, { opts }) => await filesOf(opts).addJob(job),
    open: async ({ opts }) => filesOf(opts),
    prune: async (before, { opts }) => await filesOf(opts).prune(before),
  },
});

function filesOf(opts: Dict, ret?: Dict): JobFiles {
  const dir = returnerOption(opts, ret, "job_files", "dir");
  return new JobFiles(typeof dir === "string" ? dir : DEFAULT_DIR);
}
