/**
 * The jobs at work: in this daemon's processes, waiting for their turn, or left over by a daemon that was killed.
 */
import type { Dict, Job, Value } from "@salt/core";
import { SaltInvocationError } from "@salt/core";

/** A job at work. */
export interface JobAtWork {
  readonly job: Job;
  readonly pid: number;
  /** Sends a signal to it. Throws when it is gone. */
  signal(signal: number): void;
}

/** Knows the jobs at work by their ids. */
export class RunningJobs {
  readonly #jobs = new Map<string, JobAtWork>();

  add(entry: JobAtWork): void {
    this.#jobs.set(entry.job.jid, entry);
  }

  delete(jid: string): void {
    this.#jobs.delete(jid);
  }

  has(jid: string): boolean {
    return this.#jobs.has(jid);
  }

  /** The jobs at work. */
  jobs(): readonly Job[] {
    return [...this.#jobs.values()].map(({ job }) => job);
  }

  /** The publish maps with `pid` in front, as `saltutil.running` shows them. */
  maps(): readonly Dict[] {
    return [...this.#jobs.values()].map(({ job, pid }) => procMap(job, pid));
  }

  /** Sends a signal to a job; Salt's own texts say what came of it. Throws SaltInvocationError for an odd signal. */
  signal(jid: string, signal: number): string {
    if (!Number.isInteger(signal) || signal < 1 || signal > 64)
      throw new SaltInvocationError("There is no such signal");
    const entry = this.#jobs.get(jid);
    if (entry === undefined) return "";
    try {
      entry.signal(signal);
      return `Signal ${signal} sent to job ${jid} at pid ${entry.pid}`;
    } catch {
      this.#jobs.delete(jid);
      return `Job ${jid} was not running and job data has been cleaned up`;
    }
  }
}

/** The publish map of a job with the process that runs it. */
export function procMap(job: Job, pid: number): Dict {
  return new Map<Value, Value>([["pid", pid], ...job.load]);
}
