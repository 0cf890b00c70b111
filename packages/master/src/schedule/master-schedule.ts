/**
 * The schedule of a master: runner functions that it runs by itself, as its option `schedule` says.
 */
import type { Clock, Closable, Dict, Logger, MasterConfig } from "@salt/core";
import { errorText } from "@salt/core";
import type { ScheduleJob } from "@salt/schedule";
import { ScheduleBook, Scheduler } from "@salt/schedule";
import type { RunnerDesk } from "../runners/runner-desk.js";
import { argumentsOf } from "../runners/runner-desk.js";

/** What it works with. */
export interface MasterScheduleParts {
  readonly config: Pick<MasterConfig, "schedule" | "user">;
  readonly runners: Pick<RunnerDesk, "hasRoom" | "start">;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Gives runs to the desk of runners; what they give is told on the event bus and kept in the job cache, as of any run. */
export class MasterSchedule implements Closable {
  readonly #parts: MasterScheduleParts;
  readonly #scheduler: Scheduler;
  readonly #atWork = new Map<string, number>();

  constructor(parts: MasterScheduleParts) {
    this.#parts = parts;
    this.#scheduler = new Scheduler({
      book: new ScheduleBook(parts.config.schedule, (): Dict => new Map()),
      whens: () => [],
      start: (job, fun) => this.#start(job, fun),
      atWork: (name) => this.#atWork.get(name) ?? 0,
      clock: parts.clock,
      chance: Math.random,
      log: parts.log,
    });
  }

  /** Begins to watch the clock, when there is anything to wait for. */
  start(): void {
    if (this.#parts.config.schedule.size > 0) this.#scheduler.look();
  }

  /** Starts what is due at this moment. */
  evaluate(): void {
    this.#scheduler.evaluate();
  }

  close(): void {
    this.#scheduler.close();
  }

  #start(job: ScheduleJob, fun: string): void {
    const { config, runners, log } = this.#parts;
    if (job.returners.length > 0) {
      log.warn(
        { job: job.name },
        "A scheduled job of a master has no returners: its run is in the job cache",
      );
    }
    if (!runners.hasRoom) {
      log.error({ job: job.name }, "A scheduled job is left out: the master runs too many functions already");
      return;
    }
    const args = argumentsOf(job.args, job.kwargs);
    const { end } = runners.start({ client: "runner", fun, args, user: config.user });
    this.#count(job.name, 1);
    void end
      .catch((error: unknown) =>
        log.error({ job: job.name, reason: errorText(error) }, "A scheduled job failed"),
      )
      .finally(() => this.#count(job.name, -1));
  }

  #count(name: string, change: number): void {
    this.#atWork.set(name, (this.#atWork.get(name) ?? 0) + change);
  }
}
