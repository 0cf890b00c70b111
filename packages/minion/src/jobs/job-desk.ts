/**
 * The desk that jobs come to: light ones are done in the daemon at once, the others in processes, in turn when there is a
 * limit.
 */
import type { Closable, Job, Logger } from "@salt/core";
import { errorText, sleep } from "@salt/core";
import type { LoadedPlugins, Surroundings } from "@salt/loader";
import type { WorkerPool } from "../worker/worker-pool.js";
import { callsOf } from "./parse-job.js";
import type { ProcDir } from "./proc-dir.js";
import { executeJob } from "./run/execute-job.js";
import type { JobOutcome } from "./run/outcome.js";
import { failedOutcome } from "./run/outcome.js";
import type { RunningJobs } from "./running-jobs.js";
import { procMap } from "./running-jobs.js";

/** What the desk needs. */
export interface JobDeskParts {
  readonly plugins: Pick<LoadedPlugins, "runsInDaemon">;
  readonly surroundings: () => Surroundings;
  readonly pool: WorkerPool;
  readonly running: RunningJobs;
  readonly procDir: ProcDir;
  /** Jobs in processes at once; -1 is no limit. */
  readonly maxProcesses: number;
  /** Takes what a job came to. */
  readonly answer: (master: string, job: Job, outcome: JobOutcome) => void;
  /** Whether jobs in processes are left to themselves when the desk is closed. */
  readonly leavesJobs: () => boolean;
  readonly log: Logger;
}

/** A job that waits for its turn. */
interface Queued {
  readonly job: Job;
  readonly master: string;
}

/** How long jobs in the daemon itself may take when it stops. */
const LIGHT_MS = 1000;
/** Jobs that may wait; more are refused with an answer that says so. */
const MAX_QUEUED = 1000;

/** Gets jobs done. */
export class JobDesk implements Closable {
  readonly #parts: JobDeskParts;
  readonly #stop = new AbortController();
  readonly #open = new Map<Job, Promise<void>>();
  readonly #inProcess = new Set<Job>();
  #queue: Queued[] = [];

  constructor(parts: JobDeskParts) {
    this.#parts = parts;
  }

  /** Takes a job of a master (`host:port`); its outcome goes to `answer`. */
  accept(job: Job, master: string): void {
    if (this.#stop.signal.aborted) return;
    const task = this.#accept(job, master).finally(() => this.#open.delete(job));
    this.#open.set(job, task);
  }

  /** The jobs that are not finished, those that have only just been taken too. */
  get open(): Iterable<Job> {
    return this.#open.keys();
  }

  /** Refuses what waits, ends or leaves what runs, and waits until everything else is answered. */
  async close(): Promise<void> {
    this.#stop.abort();
    for (const { job, master } of this.#queue.splice(0)) {
      this.#finish(job, master, failedOutcome("The minion was stopped before this job began."));
    }
    const left = this.#parts.leavesJobs() ? [...this.#inProcess] : [];
    if (this.#parts.leavesJobs()) this.#parts.pool.leave();
    else await this.#parts.pool.close();
    if (left.length > 0)
      this.#parts.log.info({ jids: left.map(({ jid }) => jid) }, "Jobs go on by themselves");
    // Light jobs that wait for the master are left to it: their links are closed next.
    const deadline = new AbortController();
    const others = [...this.#open].filter(([job]) => !left.includes(job)).map(([, task]) => task);
    await Promise.race([Promise.all(others), sleep(LIGHT_MS, deadline.signal)]);
    deadline.abort();
  }

  async #accept(job: Job, master: string): Promise<void> {
    try {
      if (await this.#isLight(job)) {
        this.#parts.answer(master, job, await executeJob(job, this.#parts.surroundings(), this.#stop.signal));
      } else if (this.#hasRoom()) await this.#run(job, master);
      else this.#enqueue(job, master);
    } catch (error) {
      this.#parts.log.error({ jid: job.jid, reason: errorText(error) }, "A job could not be run");
      this.#finish(job, master, failedOutcome(`The minion could not run this job: ${errorText(error)}`));
    }
  }

  /** Whether the daemon does a job itself: all its functions are for that, or not there at all. */
  async #isLight(job: Job): Promise<boolean> {
    for (const { fun } of callsOf(job)) if (!(await this.#parts.plugins.runsInDaemon(fun))) return false;
    return true;
  }

  #hasRoom(): boolean {
    return this.#parts.maxProcesses < 0 || this.#inProcess.size < Math.max(1, this.#parts.maxProcesses);
  }

  async #run(job: Job, master: string): Promise<void> {
    this.#inProcess.add(job);
    try {
      const { pid, outcome, signal } = this.#parts.pool.run(job, master);
      this.#parts.running.add({ job, pid, signal });
      this.#parts.procDir.write(job.jid, procMap(job, pid));
      this.#parts.log.info({ jid: job.jid, fun: job.fun, pid }, "A job begins");
      this.#finish(job, master, await outcome);
    } finally {
      this.#inProcess.delete(job);
      this.#next();
    }
  }

  #enqueue(job: Job, master: string): void {
    if (this.#queue.length >= MAX_QUEUED) {
      this.#parts.log.warn(
        { jid: job.jid, waiting: this.#queue.length },
        "Too many jobs wait; one is refused",
      );
      this.#parts.answer(master, job, failedOutcome("The minion has too many jobs to do."));
      return;
    }
    const queued = { job, master };
    this.#queue.push(queued);
    const signal = (): void => {
      this.#queue = this.#queue.filter((other) => other !== queued);
      this.#finish(job, master, failedOutcome("The job was ended before it began."));
    };
    this.#parts.running.add({ job, pid: process.pid, signal });
  }

  #next(): void {
    const queued = this.#hasRoom() ? this.#queue.shift() : undefined;
    if (queued !== undefined) this.accept(queued.job, queued.master);
  }

  /** The answer is on disk before the trace of the job is removed: one of them survives whatever happens. */
  #finish(job: Job, master: string, outcome: JobOutcome): void {
    this.#parts.answer(master, job, outcome);
    this.#parts.running.delete(job.jid);
    this.#parts.procDir.remove(job.jid);
  }
}
