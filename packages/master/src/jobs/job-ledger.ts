/**
 * The jobs that returns come in for: a small memory in front of the job cache.
 */
import type { JobStore } from "./job-store.js";
import type { KnownJob, NewJob } from "./records.js";

/** Ids held for all remembered jobs together. */
const MAX_IDS = 200_000;

/** Part of a job store that keeps jobs. */
export type JobKeeper = Pick<JobStore, "add" | "find" | "setMinions">;

/** Knows who may return for which job. */
export class JobLedger {
  readonly #store: JobKeeper;
  readonly #jobs = new Map<string, KnownJob>();
  #ids = 0;

  constructor(store: JobKeeper) {
    this.#store = store;
  }

  /** Stores a job; false when its id is taken. Throws JobStoreError. */
  add(job: NewJob): boolean {
    if (!this.#store.add(job)) return false;
    this.#remember({ ...job, minions: new Set(job.minions) });
    return true;
  }

  /** The job of an id. Throws JobStoreError. */
  find(jid: string): KnownJob | undefined {
    const known = this.#jobs.get(jid) ?? this.#store.find(jid);
    if (known !== undefined) this.#remember(known);
    return known;
  }

  /** Adds ids to a job that was found here; the ids it now has. Throws JobStoreError. */
  extend(job: KnownJob, minions: readonly string[]): readonly string[] {
    const all = new Set([...job.minions, ...minions]);
    this.#store.setMinions(job.jid, [...all]);
    this.#remember({ ...job, minions: all });
    return [...all];
  }

  /** Keeps the jobs used last, as many as there is room for. */
  #remember(job: KnownJob): void {
    this.#forget(job.jid);
    this.#jobs.set(job.jid, job);
    this.#ids += job.minions.size;
    for (const oldest of this.#jobs.keys()) {
      if (this.#ids <= MAX_IDS || oldest === job.jid) return;
      this.#forget(oldest);
    }
  }

  #forget(jid: string): void {
    this.#ids -= this.#jobs.get(jid)?.minions.size ?? 0;
    this.#jobs.delete(jid);
  }
}
