/**
 * The scheduler: waits for the next job that is due, and starts it unless something speaks against that.
 */
import type { Clock, Closable, Logger, Value } from "@salt/core";
import { errorText, getString, isEqual } from "@salt/core";
import type { SkipReason } from "./conditions.js";
import { endOf, explicitMoment, skipReason } from "./conditions.js";
import { earliest, followingOccurrence, nextOccurrence, type Whens } from "./occurrences.js";
import type { ScheduleBook } from "./schedule-book.js";
import type { ScheduleJob, Splay } from "./schedule-job.js";
import { readJob, readRange, readSplay } from "./schedule-job.js";

/** What a scheduler works with. */
export interface SchedulerParts {
  readonly book: ScheduleBook;
  readonly whens: () => Whens;
  /** Starts a job: `fun` is its function, or `skip_function` when that runs in its place. */
  readonly start: (job: ScheduleJob, fun: string) => void;
  /** How many of a job are at work. */
  readonly atWork: (name: string) => number;
  readonly clock: Clock;
  /** A number from 0 to 1, by chance. */
  readonly chance: () => number;
  readonly log: Logger;
}

/** What is known of a job beside what was written down. */
interface Watched {
  readonly data: Value;
  /** Undefined when the job cannot be understood. */
  readonly job: ScheduleJob | undefined;
  /** When it comes round, without the splay; undefined when it does not. */
  dueAt: number | undefined;
  /** When it is to begin: later than `dueAt` when there is a splay. */
  beginsAt: number | undefined;
  /** Further times at which it runs once. */
  readonly extra: Set<number>;
  lastRun: number | undefined;
  skipped: { readonly reason: SkipReason; readonly at: number } | undefined;
}

/** The longest wait: after it, the clock may have been set, or the pillar have changed. */
const LONGEST_MS = 10_000;
/** A job that could not begin by so much is passed over: the machine slept, or the clock was set. */
const TOO_LATE_MS = 60_000;

/** For these reasons `skip_function` runs in the place of the job. */
const REPLACEABLE: ReadonlySet<SkipReason> = new Set(["not_in_range", "in_skip_range", "skip_explicit"]);

/** Starts jobs when they are due. */
export class Scheduler implements Closable {
  readonly #parts: SchedulerParts;
  readonly #watched = new Map<string, Watched>();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
  }

  /** Looks at all jobs, starts those that are due, and waits for the next. To be called whenever the book has changed. */
  look(): void {
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    const next = this.evaluate();
    const wait = next === undefined ? LONGEST_MS : Math.min(LONGEST_MS, next - this.#parts.clock.now());
    this.#timer = setTimeout(() => this.look(), Math.max(0, wait));
    this.#timer.unref();
  }

  /** Starts what is due at this moment; the time of what is next, in ms since 1970. */
  evaluate(): number | undefined {
    const now = this.#parts.clock.now();
    this.#takeUpChanges(now);
    for (const watched of this.#watched.values()) this.#runWhatIsDue(watched, now);
    const times = [...this.#watched.values()].flatMap(({ beginsAt, extra }) => [beginsAt, ...extra]);
    return earliest(times);
  }

  /** Starts a job now, unless too many of it are at work. False for one that there is not. */
  runNow(name: string): boolean {
    this.#takeUpChanges(this.#parts.clock.now());
    const watched = this.#watched.get(name);
    if (watched?.job === undefined) return false;
    this.#start(watched, watched.job, watched.job.fun, this.#parts.clock.now());
    return true;
  }

  /** When a job begins next, in ms since 1970. */
  nextAt(name: string): number | undefined {
    const watched = this.#watched.get(name);
    return watched === undefined ? undefined : earliest([watched.beginsAt, ...watched.extra]);
  }

  /** When a job ran last, and why it was passed over last. */
  historyOf(name: string): Pick<Watched, "lastRun" | "skipped"> | undefined {
    return this.#watched.get(name);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #takeUpChanges(now: number): void {
    const jobs = this.#parts.book.jobs();
    for (const name of this.#watched.keys()) if (!jobs.has(name)) this.#watched.delete(name);
    for (const [key, data] of jobs) {
      const name = String(key);
      const known = this.#watched.get(name);
      if (known === undefined || !isEqual(known.data, data)) this.#watch(name, data, now, known);
    }
  }

  #watch(name: string, data: Value, now: number, known: Watched | undefined): void {
    const watched: Watched = {
      data,
      job: this.#read(name, data),
      ...{ dueAt: undefined, beginsAt: undefined, lastRun: known?.lastRun, skipped: known?.skipped },
      extra: new Set(),
    };
    this.#watched.set(name, watched);
    const { job } = watched;
    if (job === undefined) return;
    this.#carefully(job, () => {
      for (const time of job.runAt) watched.extra.add(explicitMoment(name, time));
      this.#plan(watched, job, nextOccurrence(job, now, this.#parts.whens()));
    });
    if (job.runsAtStart && known === undefined) watched.extra.add(now);
  }

  #read(name: string, data: Value): ScheduleJob | undefined {
    try {
      return readJob(name, data);
    } catch (error) {
      this.#parts.log.error({ job: name, reason: errorText(error) }, "A scheduled job is left out");
      return undefined;
    }
  }

  /** A job whose times cannot be understood is told once and waits until it is changed. */
  #carefully(job: ScheduleJob, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#parts.log.error({ job: job.name, reason: errorText(error) }, "A scheduled job is left out");
    }
  }

  #plan(watched: Watched, job: ScheduleJob, dueAt: number | undefined): void {
    watched.dueAt = dueAt;
    watched.beginsAt = dueAt === undefined ? undefined : dueAt + this.#splayOf(job) * 1000;
  }

  #splayOf(job: ScheduleJob): number {
    const splay: Splay | undefined = job.splay ?? readSplay(job.name, this.#parts.book.all().get("splay"));
    if (splay === undefined) return 0;
    return splay.start + Math.floor(this.#parts.chance() * (splay.end - splay.start + 1));
  }

  #runWhatIsDue(watched: Watched, now: number): void {
    const { job, beginsAt, dueAt, extra } = watched;
    if (job === undefined) return;
    const isDue = beginsAt !== undefined && beginsAt <= now;
    const explicit = [...extra].filter((time) => time <= now);
    for (const time of explicit) extra.delete(time);
    if (!isDue && explicit.length === 0) return;
    this.#carefully(job, () => {
      // What comes round by the clock is not made up for; an interval only begins anew.
      const isMissed = isDue && job.timing.by !== "interval" && now - (beginsAt ?? now) > TOO_LATE_MS;
      if (!isMissed || explicit.length > 0) this.#consider(watched, job, now, explicit.length > 0);
    });
    if (!isDue) return;
    this.#plan(watched, job, undefined);
    const following = { used: dueAt ?? now, now };
    this.#carefully(job, () =>
      this.#plan(watched, job, followingOccurrence(job, following, this.#parts.whens())),
    );
  }

  #consider(watched: Watched, job: ScheduleJob, now: number, isExplicit: boolean): void {
    const settings = this.#parts.book.all();
    const skipDuring =
      job.skipDuring ?? readRange(job.name, "skip_during_range", settings.get("skip_during_range"));
    const isOff = !job.isEnabled || settings.get("enabled") === false;
    const reason = isOff ? "disabled" : isExplicit ? undefined : skipReason(job, skipDuring, now);
    if (reason === "in_skip_range" && job.runsAfterSkip && skipDuring !== undefined) {
      watched.extra.add(endOf(job.name, skipDuring, now) + 1000);
    }
    const isReplaceable = reason !== undefined && REPLACEABLE.has(reason);
    const instead = isReplaceable ? getString(settings, "skip_function") : undefined;
    if (reason === undefined || instead !== undefined) this.#start(watched, job, instead ?? job.fun, now);
    else this.#skip(watched, job, reason, now);
  }

  #start(watched: Watched, job: ScheduleJob, fun: string, now: number): void {
    const { atWork, start, log } = this.#parts;
    if (job.maxRunning !== undefined && atWork(job.name) >= job.maxRunning) {
      this.#skip(watched, job, "maxrunning", now);
      return;
    }
    watched.lastRun = now;
    if (job.isDry) log.info({ job: job.name, fun }, "A scheduled job is due; it is a dry run");
    else start(job, fun);
  }

  #skip(watched: Watched, job: ScheduleJob, reason: SkipReason, now: number): void {
    watched.skipped = { reason, at: now };
    this.#parts.log.debug({ job: job.name, reason }, "A scheduled job is passed over");
  }
}
