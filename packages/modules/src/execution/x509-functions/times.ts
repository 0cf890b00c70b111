/**
 * Points in time as users write them, in UTC.
 */
import { Time } from "@peculiar/asn1-x509";
import type { Value } from "@salt/core";
import { pythonStr, SaltInvocationError } from "@salt/core";

const DAY_MS = 86_400_000;

/** `2026-11-21 17:05:00`. Throws SaltInvocationError for anything else. */
export function timeOf(value: Value, what: string): Date {
  const text = pythonStr(value);
  const time = /^\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{1,2}:\d{1,2}$/.test(text) ? parsed(text) : undefined;
  if (time !== undefined) return time;
  throw new SaltInvocationError(
    `Invalid date format in param \`${what}\`: time data '${text}' does not match format '%Y-%m-%d %H:%M:%S'`,
  );
}

function parsed(text: string): Date | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = text.split(/[- :]/).map(Number);
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isReal = time.getUTCMonth() === month - 1 && time.getUTCDate() === day && hour < 24 && minute < 60;
  return isReal && second < 60 ? time : undefined;
}

/** A time for people: `2026-11-21 17:05:00`. */
export function timeText(time: Date): string {
  return time.toISOString().slice(0, 19).replace("T", " ");
}

/** A time some days after another. */
export function daysAfter(time: Date, days: number): Date {
  return new Date(time.getTime() + days * DAY_MS);
}

/** A time as certificates hold it, in whole seconds. */
export function asn1Time(time: Date): Time {
  return new Time(new Date(Math.floor(time.getTime() / 1000) * 1000));
}
