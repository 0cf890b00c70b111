/**
 * Returns and jobs in Redis, under the keys that real Salt uses.
 */
import { driverThere } from "../drivers/load-driver.js";
import { cachingReturner } from "./job-store/caching-returner.js";
import { RedisJobs } from "./job-store/redis-jobs.js";

export const redis = cachingReturner("redis", {
  doc: "Puts returns into the hash `ret:<jid>` and jobs under `load:<jid>` of a server of Redis, for as long as jobs are kept. Options: redis.host, .port, .unix_socket_path, .db, .user, .password. Serves as ext_job_cache and master_job_cache.",
  usable: ({ opts }) => driverThere("redis", opts),
  take: async (ret, { opts }) => await new RedisJobs(opts, ret).addReturn(ret),
  jobCache: {
    saveLoad: async (job, { opts }) => await new RedisJobs(opts).addJob(job),
    open: async ({ opts }) => new RedisJobs(opts),
    prune: async (_before, { opts }) => await new RedisJobs(opts).prune(),
  },
});
