/**
 * The job cache of a running master, put together.
 */
import type { MasterConfig, Scope } from "@salt/core";
import { JobLedger } from "./job-ledger.js";
import type { JobStore } from "./job-store.js";
import { openJobStore } from "./job-store.js";
import { LocalCacheWriter } from "./local-cache.js";
import { ReturnJournal } from "./return-journal.js";

/** The parts that know jobs. */
export interface Jobs {
  readonly jobs: JobStore;
  readonly ledger: JobLedger;
  readonly journal: ReturnJournal;
  readonly localCache: LocalCacheWriter;
}

/** Opens the job cache; the scope closes it. Throws JobStoreError. */
export function openJobs(config: Pick<MasterConfig, "cachedir" | "hash_type">, scope: Scope): Jobs {
  const jobs = scope.use(openJobStore({ cachedir: config.cachedir }));
  return {
    jobs,
    ledger: new JobLedger(jobs),
    journal: new ReturnJournal(jobs),
    localCache: new LocalCacheWriter(config.cachedir, config.hash_type),
  };
}
