/**
 * One job of a schedule, read from its data.
 */
import type { Dict, Value } from "@salt/core";
import { getDict, getList, getString, isDict, isInt, isList, isTruthy, pythonStr } from "@salt/core";
import { ScheduleError } from "./errors.js";

/** When a job is due. */
export type Timing =
  | { readonly by: "interval"; readonly seconds: number }
  | { readonly by: "cron"; readonly cron: string }
  /** Texts that `readTime` reads, or names of `whens` in the pillar or the grains. */
  | { readonly by: "when"; readonly when: readonly string[] }
  | { readonly by: "once"; readonly once: string; readonly format: string }
  /** Only by what is laid down explicitly, or at the start. */
  | { readonly by: "nothing" };

/** Seconds that are added by chance, so that not all minions begin at once. */
export interface Splay {
  readonly start: number;
  readonly end: number;
}

/** From one time to another, both as texts. */
export interface TimeRange {
  readonly start: string;
  readonly end: string;
  /** Everything but the time between. */
  readonly invert: boolean;
}

/** A single time, and how it is written. */
export interface ExplicitTime {
  readonly time: string;
  readonly format: string;
}

/** A job. */
export interface ScheduleJob {
  readonly name: string;
  readonly fun: string;
  readonly args: readonly Value[];
  readonly kwargs: Dict;
  readonly timing: Timing;
  readonly splay: Splay | undefined;
  readonly isEnabled: boolean;
  readonly runsAtStart: boolean;
  /** How many of it may be at work at once; undefined when that is not watched (`jid_include: False`). */
  readonly maxRunning: number | undefined;
  readonly range: TimeRange | undefined;
  readonly skipDuring: TimeRange | undefined;
  readonly runsAfterSkip: boolean;
  readonly skipAt: readonly ExplicitTime[];
  readonly runAt: readonly ExplicitTime[];
  readonly until: string | undefined;
  readonly after: string | undefined;
  readonly isDry: boolean;
  readonly returners: readonly string[];
  readonly returnConfig: Value;
  readonly returnKwargs: Value;
  /** `nocache`: the master tells it to whoever listens and keeps nothing. */
  readonly returnJob: boolean | "nocache";
  readonly metadata: Dict | undefined;
}

/** How Salt writes times that were moved or skipped. */
export const EXPLICIT_FORMAT = "%Y-%m-%dT%H:%M:%S";

const UNITS: readonly (readonly [name: string, seconds: number])[] = [
  ["seconds", 1],
  ["minutes", 60],
  ["hours", 3600],
  ["days", 86_400],
];
const FIXED = ["when", "cron", "once"];

/** Reads a job. Throws ScheduleError. */
export function readJob(name: string, data: Value): ScheduleJob {
  if (!isDict(data)) throw new ScheduleError(name, `Scheduled job "${name}" should have a dict value.`);
  const fun = ["function", "func", "fun"].map((key) => getString(data, key)).find((one) => one !== undefined);
  if (fun === undefined) throw new ScheduleError(name, "It names no function.");
  const metadata = getDict(data, "metadata");
  const isWatched = data.get("jid_include") !== false;
  return {
    name,
    fun,
    args: getList(data, "args") ?? [],
    kwargs: getDict(data, "kwargs") ?? new Map(),
    timing: timingOf(name, data),
    splay: readSplay(name, data.get("splay")),
    isEnabled: data.get("enabled") !== false,
    runsAtStart: isTruthy(data.get("run_on_start")),
    maxRunning: isWatched ? (numberAt(name, data, "maxrunning") ?? 1) : undefined,
    range: readRange(name, "range", data.get("range")),
    skipDuring: readRange(name, "skip_during_range", data.get("skip_during_range")),
    runsAfterSkip: isTruthy(data.get("run_after_skip_range")),
    skipAt: explicitTimes(data.get("skip_explicit")),
    runAt: explicitTimes(data.get("run_explicit")),
    until: textAt(data, "until"),
    after: textAt(data, "after"),
    isDry: isTruthy(data.get("dry_run")),
    returners: names(data.get("returner")),
    returnConfig: data.get("return_config") ?? null,
    returnKwargs: data.get("return_kwargs") ?? null,
    returnJob: data.get("return_job") === "nocache" ? "nocache" : data.get("return_job") !== false,
    metadata,
  };
}

function timingOf(name: string, data: Dict): Timing {
  const units = UNITS.filter(([unit]) => data.has(unit));
  const fixed = FIXED.filter((key) => data.has(key));
  if (fixed.length > 1)
    throw new ScheduleError(name, 'Unable to use "when", "cron", "once" options together.');
  if (units.length > 0 && fixed.length > 0) {
    const one = `"${fixed.join("")}"`;
    throw new ScheduleError(name, `Unable to use "seconds", "minutes", "hours", "days" with ${one} options.`);
  }
  if (units.length > 0) return { by: "interval", seconds: secondsOf(name, data) };
  const cron = textAt(data, "cron");
  if (cron !== undefined) return { by: "cron", cron };
  const once = textAt(data, "once");
  if (once !== undefined) return { by: "once", once, format: textAt(data, "once_fmt") ?? EXPLICIT_FORMAT };
  const when = data.get("when");
  if (when === undefined || when === null) return { by: "nothing" };
  return { by: "when", when: isList(when) ? when.map(pythonStr) : [pythonStr(when)] };
}

function secondsOf(name: string, data: Dict): number {
  const all = UNITS.map(([unit, seconds]) => (numberAt(name, data, unit) ?? 0) * seconds);
  const sum = all.reduce((total, each) => total + each, 0);
  if (sum < 1) throw new ScheduleError(name, "The time between two runs must be a second at least.");
  return sum;
}

function numberAt(name: string, data: Dict, key: string): number | undefined {
  const value = data.get(key) ?? undefined;
  if (value === undefined) return undefined;
  const number = isInt(value) ? Number(value) : typeof value === "string" ? Number(value) : Number.NaN;
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new ScheduleError(name, `${key} is ${pythonStr(value)}, which is no number of them.`);
}

/** Reads `splay`. Throws ScheduleError. */
export function readSplay(name: string, value: Value | undefined): Splay | undefined {
  if (!isTruthy(value)) return undefined;
  const [start, end] = isDict(value) ? [value.get("start"), value.get("end")] : [1, value];
  if (isInt(start) && isInt(end) && Number(end) >= Number(start)) {
    return { start: Number(start), end: Number(end) };
  }
  throw new ScheduleError(name, "Invalid Splay, end must be larger than start.");
}

/** Reads `range` or `skip_during_range`. Throws ScheduleError. */
export function readRange(name: string, option: string, value: Value | undefined): TimeRange | undefined {
  if (!isTruthy(value)) return undefined;
  const start = textAt(value, "start");
  const end = textAt(value, "end");
  if (start === undefined || end === undefined) {
    throw new ScheduleError(name, `${option} must be a dictionary of start and end.`);
  }
  return { start, end, invert: isDict(value) && isTruthy(value.get("invert")) };
}

function explicitTimes(value: Value | undefined): readonly ExplicitTime[] {
  return (isList(value) ? value : []).flatMap((one) => {
    const time = textAt(one, "time");
    return time === undefined ? [] : [{ time, format: textAt(one, "time_fmt") ?? EXPLICIT_FORMAT }];
  });
}

function textAt(data: Value | undefined, key: string): string | undefined {
  const value = isDict(data) ? data.get(key) : undefined;
  return value === undefined || value === null ? undefined : pythonStr(value);
}

function names(value: Value | undefined): readonly string[] {
  const all = isList(value) ? value : typeof value === "string" ? value.split(",") : [];
  return all.map((name) => pythonStr(name).trim()).filter((name) => name !== "");
}
