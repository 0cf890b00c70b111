/**
 * Returns and jobs in MongoDB, in the documents of Salt's newer returner.
 */
import { driverThere } from "../drivers/load-driver.js";
import { cachingReturner } from "./job-store/caching-returner.js";
import { MongoJobs } from "./job-store/mongo-jobs.js";

export const mongo = cachingReturner("mongo", {
  doc: "Puts returns into the collection `saltReturns` and jobs into `jobs` of a database of MongoDB. Options: mongo.host, .port, .user, .password, .db, or mongo.uri; mongo.indexes. Serves as ext_job_cache and master_job_cache.",
  usable: ({ opts }) => driverThere("mongodb", opts),
  take: async (ret, { opts }) => await new MongoJobs(opts, ret).addReturn(ret),
  jobCache: {
    saveLoad: async (job, { opts }) => await new MongoJobs(opts).addJob(job),
    open: async ({ opts }) => new MongoJobs(opts),
    prune: async (before, { opts }) => await new MongoJobs(opts).prune(before),
  },
});
