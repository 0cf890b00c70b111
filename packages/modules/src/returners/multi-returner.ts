/**
 * Several returners at once, by Salt's name for it.
 */

import { cachingReturner } from "./job-store/caching-returner.js";
import { MultiJobs } from "./job-store/multi-jobs.js";

export const multiReturner = cachingReturner("multi_returner", {
  doc: "Hands returns and jobs to all returners that the option multi_returner lists. Serves as ext_job_cache and master_job_cache when those that can be read are among them.",
  usable: async (context) => await new MultiJobs(context).whyUnusable(),
  take: async (ret, context) => await new MultiJobs(context).addReturn(ret),
  jobCache: {
    saveLoad: async (job, context) => await new MultiJobs(context).addJob(job),
    open: async (context) => new MultiJobs(context),
    prune: async (before, context) => await new MultiJobs(context).prune(before),
  },
});
