/**
 * Jobs that were at work when the last daemon of this minion ended without saying goodbye.
 */
import type { Closable, Dict, Job, Logger } from "@salt/core";
import { errorText, get, isAlive, signalTree } from "@salt/core";
import { parseJob } from "./parse-job.js";
import type { ProcDir } from "./proc-dir.js";
import type { JobOutcome } from "./run/outcome.js";
import { failedOutcome } from "./run/outcome.js";
import type { RunningJobs } from "./running-jobs.js";

/** What looking after them needs. */
export interface LeftOverParts {
  readonly procDir: ProcDir;
  readonly running: RunningJobs;
  /** Part of the command line of a job process: another program may have got its pid. */
  readonly program: string;
  /** Whether the process of a job left its answer in the spool, which is then sent. */
  readonly takeAnswer: (jid: string) => boolean;
  /** Answers in the place of a job that cannot. */
  readonly answer: (job: Job, outcome: JobOutcome) => void;
  readonly log: Logger;
}

const LOOK_EVERY_MS = 1000;

/** Watches left-over jobs until the last has ended. */
export class LeftOverJobs implements Closable {
  readonly #parts: LeftOverParts;
  readonly #pids = new Map<string, { readonly job: Job; readonly pid: number }>();
  #timer: NodeJS.Timeout | undefined;

  /** Takes stock: jobs whose process lives on are watched, the others answered at once. */
  constructor(parts: LeftOverParts) {
    this.#parts = parts;
    for (const jid of parts.procDir.list()) this.#take(jid);
    this.#plan();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #take(jid: string): void {
    const entry = this.#parts.procDir.read(jid);
    const job = entry === undefined ? undefined : this.#parse(entry);
    const pid = get(entry, "pid");
    if (job === undefined || typeof pid !== "number") {
      this.#parts.procDir.remove(jid);
      return;
    }
    this.#pids.set(jid, { job, pid });
    this.#parts.running.add({ job, pid, signal: (signal) => signalTree(pid, 0, signal) });
    this.#look(jid);
  }

  #parse(entry: Dict): Job | undefined {
    try {
      return parseJob(new Map([...entry].filter(([key]) => key !== "pid")));
    } catch (error) {
      this.#parts.log.warn({ reason: errorText(error) }, "A file of a job at work cannot be read");
      return undefined;
    }
  }

  #look(jid: string): void {
    const entry = this.#pids.get(jid);
    if (entry === undefined) return;
    const isAtWork = isAlive(entry.pid, this.#parts.program);
    if (isAtWork && this.#parts.procDir.read(jid) !== undefined) return;
    this.#pids.delete(jid);
    this.#parts.running.delete(jid);
    this.#parts.procDir.remove(jid);
    // Its process leaves the answer in the spool before it removes its file.
    if (this.#parts.takeAnswer(jid)) return;
    this.#parts.answer(entry.job, failedOutcome("The minion was restarted while this job ran."));
  }

  #plan(): void {
    if (this.#pids.size === 0) return;
    this.#timer = setTimeout(() => {
      for (const jid of [...this.#pids.keys()]) this.#look(jid);
      this.#plan();
    }, LOOK_EVERY_MS);
  }
}
