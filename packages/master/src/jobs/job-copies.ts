/**
 * Copies of jobs in the returner that `master_job_cache` or `ext_job_cache` names. The master's own cache decides what
 * counts; the copies follow in order, and a returner that fails is logged and loses nothing else.
 */
import type { Closable, Dict, JobToKeep, Logger, ReturnerContext, ReturnerModule } from "@salt/core";
import { errorText } from "@salt/core";

/** Where copies go. */
export interface JobCopiesParts {
  /** Gets jobs; undefined when nothing is copied. */
  readonly loads: ReturnerModule | undefined;
  /** Gets returns; undefined when minions send them there themselves. */
  readonly returns: ReturnerModule | undefined;
  readonly context: ReturnerContext;
  readonly log: Logger;
}

/** Copies that may wait for a slow returner; more are dropped. */
const MAX_WAITING = 10_000;

/** Hands jobs and returns to a returner, one after another. */
export class JobCopies implements Closable {
  readonly #parts: JobCopiesParts;
  #waiting = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(parts: JobCopiesParts) {
    this.#parts = parts;
  }

  /** Copies a job, or again with more minions. */
  addJob(job: JobToKeep): void {
    const cache = this.#parts.loads?.jobCache;
    if (cache !== undefined) this.#enqueue(job.jid, () => cache.saveLoad(job, this.#parts.context));
  }

  /** Copies a return as its minion sent it. */
  addReturn(jid: string, ret: Dict): void {
    const { returns, context } = this.#parts;
    if (returns !== undefined) this.#enqueue(jid, () => returns.take(ret, context));
  }

  /** Removes jobs that began before a time, in milliseconds. */
  prune(before: number): void {
    const { loads, context } = this.#parts;
    const cache = loads?.jobCache;
    if (cache !== undefined) this.#enqueue("", () => cache.prune(before, context));
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    await this.#last;
  }

  #enqueue(jid: string, work: () => Promise<void>): void {
    if (this.#waiting >= MAX_WAITING) {
      this.#parts.log.error({ jid, waiting: this.#waiting }, "A job cache is too slow; a copy is dropped");
      return;
    }
    this.#waiting += 1;
    this.#last = this.#last.then(async () => {
      try {
        await work();
      } catch (error) {
        this.#parts.log.error({ jid, reason: errorText(error) }, "A job could not be copied to its returner");
      } finally {
        this.#waiting -= 1;
      }
    });
  }
}
