/**
 * The job processes of a minion: started when needed, kept warm for a while, ended with the daemon.
 */
import type { Closable, Dict, Job, Logger, Value } from "@salt/core";
import { sleep } from "@salt/core";
import type { JobOutcome } from "../jobs/run/outcome.js";
import { WorkerProcess } from "./worker-process.js";

/** What a pool needs. */
export interface WorkerPoolParts {
  readonly entry: URL;
  /** What job processes know; sent again when the version changed. */
  readonly facts: () => { readonly version: number; readonly packed: () => Uint8Array };
  readonly ask: (method: string, args: readonly Value[]) => Promise<Value>;
  /** How long a process without work is kept. */
  readonly idleMs: number;
  readonly log: Logger;
}

/** A job under way. */
export interface RunningJob {
  readonly pid: number;
  readonly outcome: Promise<JobOutcome>;
  /** Sends a signal to the job and its children. Throws when it is gone. */
  signal(signal: number): void;
}

/** How long jobs may take to end by themselves when the daemon stops, and again after each signal. */
const STOP_MS = 2000;
const TERMINATE = 15;
const KILL = 9;
/** Version of facts that marks a process which must not be used again. */
const STALE = -2;

/** Runs jobs in processes. */
export class WorkerPool implements Closable {
  readonly #parts: WorkerPoolParts;
  readonly #idle = new Map<WorkerProcess, NodeJS.Timeout>();
  readonly #busy = new Set<WorkerProcess>();
  #closing = false;

  constructor(parts: WorkerPoolParts) {
    this.#parts = parts;
  }

  /** Starts a job at once, in a process of its own. */
  run(job: Job, master: string): RunningJob {
    const worker = this.#take();
    const outcome = worker.run(job.load, master).finally(() => this.#release(worker, this.#parts.idleMs));
    return { pid: worker.pid, outcome, signal: (signal) => worker.signal(signal) };
  }

  /** Collects the grains in a process; gives up after `timeoutMs`. Throws SaltError. */
  async collectGrains(timeoutMs: number): Promise<Dict> {
    const worker = this.#take();
    const timer = setTimeout(() => signalSafely(worker, KILL), timeoutMs);
    try {
      return await worker.collectGrains();
    } finally {
      clearTimeout(timer);
      // Its code is of no use to jobs, and a daemon that has just started is to be small.
      this.#release(worker, 0);
    }
  }

  /** Ends processes without work, so that the next job gets a new one: plugins have changed. */
  refresh(): void {
    for (const worker of [...this.#idle.keys()]) this.#retire(worker);
    for (const worker of this.#busy) worker.factsVersion = STALE;
  }

  /** Tells jobs to end, then makes them, and waits for all processes, six seconds at most. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const worker of [...this.#idle.keys()]) this.#retire(worker);
    const busy = [...this.#busy];
    for (const worker of busy) worker.stop();
    for (const signal of [TERMINATE, KILL]) {
      if (await haveEnded(busy)) return;
      for (const worker of this.#busy) signalSafely(worker, signal);
    }
    await haveEnded(busy);
  }

  /** Lets go of all processes: jobs at work go on, and nobody here learns what they come to. */
  leave(): void {
    this.#closing = true;
    for (const worker of [...this.#idle.keys()]) this.#retire(worker);
    for (const worker of this.#busy) worker.leave();
  }

  #take(): WorkerProcess {
    const [warm] = this.#idle.keys();
    const worker = warm ?? this.#start();
    clearTimeout(this.#idle.get(worker));
    this.#idle.delete(worker);
    this.#busy.add(worker);
    const facts = this.#parts.facts();
    if (worker.factsVersion !== facts.version) worker.setFacts(facts.version, facts.packed());
    return worker;
  }

  #start(): WorkerProcess {
    const worker = new WorkerProcess(this.#parts);
    void worker.ended.then(() => this.#forget(worker));
    return worker;
  }

  #release(worker: WorkerProcess, idleMs: number): void {
    if (!this.#busy.delete(worker)) return;
    if (this.#closing || worker.factsVersion === STALE || idleMs <= 0) {
      worker.retire();
      return;
    }
    this.#idle.set(
      worker,
      setTimeout(() => this.#retire(worker), idleMs),
    );
  }

  #retire(worker: WorkerProcess): void {
    clearTimeout(this.#idle.get(worker));
    this.#idle.delete(worker);
    worker.retire();
  }

  #forget(worker: WorkerProcess): void {
    clearTimeout(this.#idle.get(worker));
    this.#idle.delete(worker);
    this.#busy.delete(worker);
  }
}

async function haveEnded(workers: readonly WorkerProcess[]): Promise<boolean> {
  const deadline = new AbortController();
  const late = sleep(STOP_MS, deadline.signal).then(() => false);
  const all = Promise.all(workers.map((worker) => worker.ended)).then(() => true);
  const ended = await Promise.race([all, late]);
  deadline.abort();
  return ended;
}

function signalSafely(worker: WorkerProcess, signal: number): void {
  try {
    worker.signal(signal);
  } catch {
    // It has just ended.
  }
}
