/**
 * Whether a job that has come round may run: its ranges, its end, and times that are skipped.
 */
import { strptime } from "@salt/core";
import { ScheduleError } from "./errors.js";
import type { ExplicitTime, ScheduleJob, TimeRange } from "./schedule-job.js";
import { readTime, resolveTime } from "./written-time.js";

/** Why a job did not run, in Salt's words. */
export type SkipReason =
  | "disabled"
  | "maxrunning"
  | "not_in_range"
  | "in_skip_range"
  | "skip_explicit"
  | "until_passed"
  | "after_not_passed";

/** How long a time that is laid down explicitly counts as now, in ms. */
const EXPLICIT_MS = 1000;

/** Why a job may not run at a moment (ms since 1970); undefined when it may. Throws ScheduleError for times that are none. */
export function skipReason(
  job: ScheduleJob,
  skipDuring: TimeRange | undefined,
  now: number,
): SkipReason | undefined {
  const { name, range, until, after } = job;
  if (range !== undefined && isWithin(name, range, now) === range.invert) {
    return range.invert ? "in_skip_range" : "not_in_range";
  }
  if (skipDuring !== undefined && isWithin(name, skipDuring, now)) return "in_skip_range";
  if (job.skipAt.some((time) => isExplicitNow(name, time, now))) return "skip_explicit";
  if (until !== undefined && momentOf(name, until, now) <= now) return "until_passed";
  if (after !== undefined && momentOf(name, after, now) >= now) return "after_not_passed";
  return undefined;
}

/** The moment (ms since 1970) after a range. Throws ScheduleError. */
export function endOf(name: string, { end }: TimeRange, now: number): number {
  return momentOf(name, end, now);
}

/** The moment of an explicit time, in ms since 1970. Throws ScheduleError. */
export function explicitMoment(name: string, { time, format }: ExplicitTime): number {
  const at = strptime(time, format);
  if (at === undefined) throw new ScheduleError(name, `Date string could not be parsed: ${time}, ${format}.`);
  return at.getTime();
}

function isExplicitNow(name: string, time: ExplicitTime, now: number): boolean {
  const at = explicitMoment(name, time);
  return at <= now && now <= at + EXPLICIT_MS;
}

function isWithin(name: string, range: TimeRange, now: number): boolean {
  const start = momentOf(name, range.start, now);
  const end = momentOf(name, range.end, now);
  if (end > start) return start <= now && now <= end;
  throw new ScheduleError(name, "Invalid range, end must be larger than start.");
}

function momentOf(name: string, text: string, now: number): number {
  const time = readTime(text);
  if (time === undefined) throw new ScheduleError(name, `Invalid date string ${text}.`);
  return resolveTime(time, now);
}
