/**
 * The master's job cache as commands read it; the code for it is loaded when it is first needed.
 */
import type { Closable, JobReader, MasterConfig, StoredReturn } from "@salt/core";

/** Opens the job cache of a configuration for reading. */
async function openJobs(config: MasterConfig): Promise<JobReader & Closable> {
  const { openJobReader } = await import("@salt/master");
  return openJobReader(config);
}

/** Looks up the returns of a job. An unreadable cache has none: the answers of the bus are enough for a command. */
export function jobCache(config: MasterConfig): (jid: string) => Promise<readonly StoredReturn[]> {
  return async (jid) => {
    try {
      const jobs = await openJobs(config);
      try {
        return jobs.returns(jid);
      } finally {
        await jobs.close();
      }
    } catch {
      return [];
    }
  };
}
