/**
 * Times as `status.time` and `status.uptime` print them.
 */
import type { Plain } from "@salt/core";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const MS_PER_DAY = 86_400_000;
const SECONDS_PER_DAY = 86_400;

const padded = (value: number, width = 2): string => String(value).padStart(width, "0");
const short = (name: string | undefined): string => (name ?? "").slice(0, 3);

const DIRECTIVES: Readonly<Record<string, (time: Date) => string>> = {
  A: (time) => DAYS[time.getDay()] ?? "",
  a: (time) => short(DAYS[time.getDay()]),
  B: (time) => MONTHS[time.getMonth()] ?? "",
  b: (time) => short(MONTHS[time.getMonth()]),
  d: (time) => padded(time.getDate()),
  e: (time) => String(time.getDate()).padStart(2),
  F: (time) => `${time.getFullYear()}-${padded(time.getMonth() + 1)}-${padded(time.getDate())}`,
  f: (time) => padded(time.getMilliseconds() * 1000, 6),
  H: (time) => padded(time.getHours()),
  I: (time) => padded(time.getHours() % 12 || 12),
  j: (time) => padded(dayOfYear(time), 3),
  M: (time) => padded(time.getMinutes()),
  m: (time) => padded(time.getMonth() + 1),
  p: (time) => (time.getHours() < 12 ? "AM" : "PM"),
  S: (time) => padded(time.getSeconds()),
  s: (time) => String(Math.floor(time.getTime() / 1000)),
  T: (time) => `${padded(time.getHours())}:${padded(time.getMinutes())}:${padded(time.getSeconds())}`,
  w: (time) => String(time.getDay()),
  u: (time) => String(time.getDay() || 7),
  Y: (time) => String(time.getFullYear()),
  y: (time) => padded(time.getFullYear() % 100),
  z: () => "",
  Z: () => "",
  n: () => "\n",
  t: () => "\t",
  "%": () => "%",
};

/** A local time in the format of C's `strftime`; directives that are not known stay as they are. */
export function formatTime(format: string, time: Date): string {
  return format.replace(/%-?(.)/gs, (whole, letter: string) => {
    const text = DIRECTIVES[letter]?.(time);
    return text === undefined ? whole : whole.startsWith("%-") ? text.replace(/^[0 ]+(?=.)/, "") : text;
  });
}

function dayOfYear(time: Date): number {
  const start = Date.UTC(time.getFullYear(), 0, 1);
  return Math.floor((Date.UTC(time.getFullYear(), time.getMonth(), time.getDate()) - start) / MS_PER_DAY) + 1;
}

/** How long the machine has been up; `users` are those logged in. */
export function describeUptime(seconds: number, users: number | undefined, now: number): Plain {
  const since = now - seconds * 1000;
  const rest = seconds % SECONDS_PER_DAY;
  return {
    seconds,
    since_iso: new Date(since).toISOString().replace("Z", "000"),
    since_t: Math.floor(since / 1000),
    days: Math.floor(seconds / SECONDS_PER_DAY),
    time: `${Math.floor(rest / 3600)}:${Math.floor((rest % 3600) / 60)}`,
    ...(users === undefined ? {} : { users }),
  };
}
