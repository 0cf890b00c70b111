/**
 * The job cache as commands read it: of a master of this kind, of a real one, or of both in turn.
 */
import { existsSync } from "node:fs";
import type { Closable, JobReader, MasterConfig, StoredJob, StoredReturn } from "@salt/core";
import { jobStorePath, openJobStore } from "./job-store.js";
import { LocalCacheReader } from "./local-cache-reader.js";

/** A job cache that is read through several others. */
class CombinedReader implements JobReader, Closable {
  readonly #readers: readonly (JobReader & Partial<Closable>)[];

  constructor(readers: readonly (JobReader & Partial<Closable>)[]) {
    this.#readers = readers;
  }

  job(jid: string): StoredJob | undefined {
    for (const reader of this.#readers) {
      const job = reader.job(jid);
      if (job !== undefined) return job;
    }
    return undefined;
  }

  returns(jid: string): readonly StoredReturn[] {
    const found = new Map<string, StoredReturn>();
    for (const reader of this.#readers) {
      for (const each of reader.returns(jid)) if (!found.has(each.id)) found.set(each.id, each);
    }
    return [...found.values()];
  }

  *jobs(): Generator<StoredJob> {
    const found = new Map<string, StoredJob>();
    for (const reader of this.#readers) {
      for (const job of reader.jobs()) if (!found.has(job.jid)) found.set(job.jid, job);
    }
    for (const jid of [...found.keys()].sort()) {
      const job = found.get(jid);
      if (job !== undefined) yield job;
    }
  }

  close(): void {
    for (const reader of this.#readers) void reader.close?.();
  }
}

/** Opens whatever job cache a configuration's `cachedir` has. Throws JobStoreError. */
export function openJobReader(config: Pick<MasterConfig, "cachedir" | "hash_type">): JobReader & Closable {
  const local = new LocalCacheReader(config.cachedir, config.hash_type);
  if (!existsSync(jobStorePath(config.cachedir))) return new CombinedReader([local]);
  return new CombinedReader([openJobStore({ cachedir: config.cachedir, readonly: true }), local]);
}
