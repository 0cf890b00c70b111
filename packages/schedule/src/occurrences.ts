/**
 * When a job comes round, by its timing alone.
 */
import type { Dict } from "@salt/core";
import { getString, strptime } from "@salt/core";
import { Cron } from "croner";
import { ScheduleError } from "./errors.js";
import type { ScheduleJob } from "./schedule-job.js";
import { nextTime, readTime } from "./written-time.js";

/** Names for times: `whens` of the pillar and of the grains. */
export type Whens = readonly (Dict | undefined)[];

/** A time just past counts as now: the timer that waits for it comes a moment late. */
const JUST_PAST_MS = 1000;

/**
 * The first time from a moment on (both in ms since 1970) at which a job comes round; undefined when it never does again.
 * Throws ScheduleError for a timing that cannot be understood.
 */
export function nextOccurrence(job: ScheduleJob, from: number, whens: Whens): number | undefined {
  const { timing, name } = job;
  if (timing.by === "interval") return from + timing.seconds * 1000;
  if (timing.by === "cron") return nextByCron(name, timing.cron, from);
  if (timing.by === "when") return earliest(timing.when.map((text) => nextByText(name, text, from, whens)));
  if (timing.by === "nothing") return undefined;
  const at = strptime(timing.once, timing.format)?.getTime();
  if (at !== undefined) return at >= from - JUST_PAST_MS ? at : undefined;
  throw new ScheduleError(name, `Date string could not be parsed: ${timing.once}, ${timing.format}.`);
}

/** The next time at which a job comes round when it has come round at `used`, and is dealt with now. Throws ScheduleError. */
export function followingOccurrence(
  job: ScheduleJob,
  { used, now }: { readonly used: number; readonly now: number },
  whens: Whens,
): number | undefined {
  const { by } = job.timing;
  if (by === "interval") return nextOccurrence(job, now, whens);
  // From behind the time that was used, so that it is not found again.
  const behind = by === "cron" ? used : used + 2 * JUST_PAST_MS;
  return nextOccurrence(job, Math.max(now, behind), whens);
}

/** The earliest of some times. */
export function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function nextByText(name: string, text: string, from: number, whens: Whens): number | undefined {
  const meant = whens.map((times) => getString(times, text)).find((found) => found !== undefined) ?? text;
  const time = readTime(meant);
  if (time === undefined) throw new ScheduleError(name, `Invalid date string ${text}.`);
  return nextTime(time, from - JUST_PAST_MS);
}

function nextByCron(name: string, pattern: string, from: number): number | undefined {
  try {
    return new Cron(secondsFirst(pattern)).nextRun(new Date(from))?.getTime();
  } catch (cause) {
    throw new ScheduleError(name, `Invalid cron string ${pattern}: ${String(cause)}`);
  }
}

/** Seconds stand behind the day of the week in croniter, which Salt reads these with, and first in croner. */
function secondsFirst(pattern: string): string {
  const fields = pattern.trim().split(/\s+/);
  const [seconds] = fields.length >= 6 ? fields.splice(5, 1) : [];
  return seconds === undefined ? fields.join(" ") : [seconds, ...fields].join(" ");
}
