/**
 * Reading and setting the clock of the machine.
 */
import type { ExecutionContext } from "@salt/core";
import { CommandExecutionError, SaltInvocationError } from "@salt/core";
import { findProgram } from "../cmd/programs.js";
import { runProgram } from "../program/run-program.js";

const MS_PER_MINUTE = 60_000;

/** Parts of a time; what is null stays as the clock has it. */
export interface TimeParts {
  readonly years: number | null;
  readonly months: number | null;
  readonly days: number | null;
  readonly hours: number | null;
  readonly minutes: number | null;
  readonly seconds: number | null;
}

/**
 * The time now, so that the local getters of the date give it in a zone like `+0200`; without one, in that of the
 * machine. Throws SaltInvocationError.
 */
export function timeIn(offset: string | null, now: Date): Date {
  if (offset === null) return now;
  const found = /^([+-])?(\d\d)(\d\d)$/.exec(offset);
  if (found === null) throw new SaltInvocationError("Invalid UTC offset");
  const minutes = (Number(found[2]) * 60 + Number(found[3])) * (found[1] === "-" ? -1 : 1);
  return new Date(now.getTime() + (minutes + now.getTimezoneOffset()) * MS_PER_MINUTE);
}

/** Reads a time such as `11:31:00 PM` or `23:31`; undefined when it is none. */
export function parseTime(text: string): Pick<TimeParts, "hours" | "minutes" | "seconds"> | undefined {
  const found = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(?:\s+([AaPp])[Mm])?$/.exec(text);
  if (found === null) return undefined;
  const [, hour = "", minute = "", second = "0", half] = found;
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second)];
  if (minutes > 59 || seconds > 61) return undefined;
  if (half === undefined) return hours > 23 ? undefined : { hours, minutes, seconds };
  if (hours < 1 || hours > 12) return undefined;
  return { hours: (hours % 12) + (half.toLowerCase() === "p" ? 12 : 0), minutes, seconds };
}

/** Forms of dates, tried in this order. */
const DATES = [
  /^(?<y>\d{4})-(?<m>\d{1,2})-(?<d>\d{1,2})$/,
  /^(?<m>\d{1,2})-(?<d>\d{1,2})-(?<y>\d{4})$/,
  /^(?<m>\d{1,2})-(?<d>\d{1,2})-(?<y>\d{2})$/,
  /^(?<m>\d{1,2})\/(?<d>\d{1,2})\/(?<y>\d{4})$/,
  /^(?<m>\d{1,2})\/(?<d>\d{1,2})\/(?<y>\d{2})$/,
  /^(?<y>\d{4})\/(?<m>\d{1,2})\/(?<d>\d{1,2})$/,
];
/** Years of two digits below this one are of this century, as in C's `strptime`. */
const FIRST_OF_LAST_CENTURY = 69;

/** Reads a date; undefined when it has none of the forms. */
export function parseDate(text: string): Pick<TimeParts, "years" | "months" | "days"> | undefined {
  const parts = DATES.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  if (parts === undefined) return undefined;
  const { y = "", m, d } = parts;
  const [year, months, days] = [Number(y), Number(m), Number(d)];
  const years = y.length === 4 ? year : year + (year < FIRST_OF_LAST_CENTURY ? 2000 : 1900);
  const isDay = new Date(Date.UTC(years, months - 1, days)).getUTCDate() === days && months >= 1;
  return isDay && months <= 12 ? { years, months, days } : undefined;
}

/** Sets the clock, and the hardware clock where there is one. Throws CommandExecutionError. */
export async function setClock(
  parts: TimeParts,
  offset: string | null,
  context: ExecutionContext,
): Promise<true> {
  const now = timeIn(offset, new Date());
  const time = new Date(
    parts.years ?? now.getFullYear(),
    (parts.months ?? now.getMonth() + 1) - 1,
    parts.days ?? now.getDate(),
    parts.hours ?? now.getHours(),
    parts.minutes ?? now.getMinutes(),
    parts.seconds ?? now.getSeconds(),
  );
  if (Number.isNaN(time.getTime())) throw new SaltInvocationError("This is no time of the calendar");
  const shift = now.getTime() - timeIn(null, new Date()).getTime();
  const absolute = new Date(time.getTime() - (offset === null ? 0 : shift));
  const seconds = `@${Math.round(absolute.getTime() / 1000)}`;
  const { retcode, stderr } = await runProgram(["date", "--set", seconds], context, {
    ignore_retcode: false,
  });
  if (retcode !== 0) throw new CommandExecutionError(`date failed: ${stderr}`);
  if (await hasHardwareClock(context)) await runProgram(["hwclock", "--systohc"], context);
  return true;
}

/** Whether there is a hardware clock that can be set. */
export async function hasHardwareClock(context: ExecutionContext): Promise<boolean> {
  if (findProgram("hwclock") === undefined) return false;
  return (await runProgram(["hwclock", "--test", "--systohc"], context)).retcode === 0;
}
