/**
 * A scheduler whose clock stands still, for tests.
 */
import type { Dict, Plain } from "@salt/core";
import { dict, nullLogger } from "@salt/core";
import type { ManagedSchedule } from "./manage.js";
import { ScheduleBook } from "./schedule-book.js";
import { Scheduler } from "./scheduler.js";

/** The scheduler and what can be seen and set of its surroundings. */
export interface ScheduleBench extends ManagedSchedule {
  /** Names of jobs that were started, or the function where another one ran. */
  readonly started: string[];
  /** Jobs at work, by name. */
  readonly working: Map<string, number>;
  /** What was saved. */
  readonly saved: Plain[];
  /** Lets seconds pass and evaluates once for each. */
  pass(seconds: number): void;
  /** Lets seconds pass in one leap, as when the machine sleeps. */
  leap(seconds: number): void;
}

/** Makes one at 16:30 local time of Saturday, the 21st of November 2026. */
export function scheduleBench(
  own: { readonly [name: string]: Plain },
  pillar: { readonly [name: string]: Plain } = {},
  chance = 0,
): ScheduleBench {
  let now = new Date(2026, 10, 21, 16, 30).getTime();
  const started: string[] = [];
  const working = new Map<string, number>();
  const saved: Plain[] = [];
  const book = new ScheduleBook(dict(own), () => dict(pillar));
  const scheduler = new Scheduler({
    book,
    whens: () => [dict({ closing: "6:00pm" })],
    start: (job, fun) => started.push(fun === job.fun ? job.name : fun),
    atWork: (name) => working.get(name) ?? 0,
    clock: { now: () => now },
    chance: () => chance,
    log: nullLogger,
  });
  scheduler.evaluate();
  const leap = (seconds: number): void => {
    now += seconds * 1000;
    scheduler.evaluate();
  };
  const pass = (seconds: number): void => {
    for (let second = 0; second < seconds; second++) leap(1);
  };
  const save = async (schedule: Dict): Promise<void> => void saved.push(schedule);
  return { book, scheduler, started, working, saved, pass, leap, save };
}
