/**
 * What a soak must have left behind: every acknowledged return in the job cache, once.
 */
import { readFileSync } from "node:fs";
import type { JobReader } from "@salt/core";

/** The counts of a soak. */
export interface Verdict {
  readonly acknowledged: number;
  readonly found: number;
  /** Acknowledged, but not in the job cache. */
  readonly lost: number;
  /** More than one return of a minion for a job. */
  readonly repeated: number;
  /** In the job cache with another value than the minion sent. */
  readonly wrong: number;
  /** Returns of jobs in the cache in all. */
  readonly stored: number;
}

/** Acknowledged ids by job id, from the journals. A line that a kill has cut is left out. */
export function readJournals(files: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const acknowledged = new Map<string, Set<string>>();
  for (const file of files) {
    const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
    for (const line of lines) {
      const [id = "", jid = ""] = line.split(" ");
      const ids = acknowledged.get(jid) ?? new Set();
      acknowledged.set(jid, ids.add(id));
    }
  }
  return acknowledged;
}

/** Compares the journals with the job cache. */
export function judge(jobs: JobReader, acknowledged: ReadonlyMap<string, ReadonlySet<string>>): Verdict {
  const counts = { acknowledged: 0, found: 0, lost: 0, repeated: 0, wrong: 0, stored: 0 };
  for (const [jid, ids] of acknowledged) {
    const returns = jobs.returns(jid);
    const byId = new Map(returns.map((one) => [one.id, one.return]));
    counts.stored += returns.length;
    counts.repeated += returns.length - byId.size;
    for (const id of ids) {
      counts.acknowledged += 1;
      if (!byId.has(id)) counts.lost += 1;
      else counts.found += 1;
      if (byId.has(id) && byId.get(id) !== `${id} ${jid}`) counts.wrong += 1;
    }
  }
  return counts;
}
