/**
 * The schedule of a minion: jobs of its configuration and its pillar, given to itself when they are due.
 */
import type { Clock, Closable, Dict, JidSource, Job, Logger, MutableDict, Value } from "@salt/core";
import { errorText, getDict, getList, getString, strftime } from "@salt/core";
import type { ManagedSchedule, ScheduleAnswer, ScheduleJob } from "@salt/schedule";
import { manageSchedule, ScheduleBook, Scheduler, saveSchedule } from "@salt/schedule";
import type { FactStore } from "../facts/minion-facts.js";
import { ownJob } from "../jobs/own-job.js";

/** What it works with. */
export interface MinionScheduleParts {
  readonly facts: FactStore;
  /** Jobs that are not finished; one may be named twice. */
  readonly unfinished: () => Iterable<Job>;
  readonly jids: JidSource;
  readonly accept: (job: Job) => void;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Gives jobs to the minion. */
export class MinionSchedule implements Closable {
  readonly #parts: MinionScheduleParts;
  readonly #managed: ManagedSchedule;

  constructor(parts: MinionScheduleParts) {
    const { facts, clock, log } = parts;
    this.#parts = parts;
    const own = getDict(facts.opts, "schedule") ?? new Map();
    const book = new ScheduleBook(own, () => getDict(facts.pillar, "schedule") ?? new Map());
    const scheduler = new Scheduler({
      book,
      whens: () => [getDict(facts.pillar, "whens"), getDict(facts.grains, "whens")],
      start: (job, fun) => this.#start(job, fun),
      atWork: (name) => this.#atWork(name),
      clock,
      chance: Math.random,
      log,
    });
    this.#managed = { book, scheduler, save: (schedule) => saveSchedule(facts.opts, schedule) };
  }

  /** Begins to watch the clock. */
  start(): void {
    this.#managed.scheduler.look();
  }

  /** Does what a request asks for, see `manageSchedule`. Throws SaltInvocationError, and what saving throws. */
  async manage(request: Dict): Promise<ScheduleAnswer> {
    return await manageSchedule(request, this.#managed);
  }

  close(): void {
    this.#managed.scheduler.close();
  }

  #atWork(name: string): number {
    const jids = new Set<string>();
    for (const { jid, load } of this.#parts.unfinished()) if (load.get("schedule") === name) jids.add(jid);
    return jids.size;
  }

  #start(job: ScheduleJob, fun: string): void {
    const { facts, jids, accept, log } = this.#parts;
    try {
      const returners = [...new Set([...job.returners, ...returnersOf(facts)])];
      const own = { ...job, fun, returners, schedule: job.name, extra: this.#extra(job) };
      accept(ownJob(facts.id, own, jids));
    } catch (error) {
      log.error({ job: job.name, reason: errorText(error) }, "A scheduled job could not be begun");
    }
  }

  #extra(job: ScheduleJob): Dict {
    const extra: MutableDict = new Map();
    if (job.metadata !== undefined) extra.set("metadata", this.#stamped(job.metadata));
    if (job.returnConfig !== null) extra.set("ret_config", job.returnConfig);
    if (job.returnKwargs !== null) extra.set("ret_kwargs", job.returnKwargs);
    return extra;
  }

  /** Metadata with the times that Salt puts into those of scheduled jobs. */
  #stamped(metadata: Dict): Dict {
    const now = this.#parts.clock.now();
    const offset = -new Date(now).getTimezoneOffset();
    const local = new Date(now + offset * 60_000);
    const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, "0");
    const zone = `${offset < 0 ? "-" : "+"}${hours}${String(Math.abs(offset) % 60).padStart(2, "0")}`;
    return new Map<Value, Value>([
      ...metadata,
      ["_TOS", zone],
      ["_TS", strftime(local, "%a %b %e %H:%M:%S %Y")],
      ["_TT", strftime(new Date(now), "%Y %B %d %a %H %m")],
    ]);
  }
}

/** The option `schedule_returner`: where the returns of all scheduled jobs go, too. */
function returnersOf({ opts }: FactStore): readonly string[] {
  const one = getString(opts, "schedule_returner");
  const all = one === undefined ? (getList(opts, "schedule_returner") ?? []) : [one];
  return all.filter((name) => typeof name === "string");
}
