/**
 * Times as `status.time` and `status.uptime` print them.
 */
import type { Plain } from "@salt/core";
import { strftime } from "@salt/core";

const SECONDS_PER_DAY = 86_400;

/** A local time in the format of C's `strftime`; directives that are not known stay as they are. */
export function formatTime(format: string, time: Date): string {
  const seconds = String(Math.floor(time.getTime() / 1000));
  // Seconds since 1970 are the same everywhere; everything else is what a clock on the wall shows.
  const local = format.replace(/%[%s]/g, (directive) => (directive === "%s" ? seconds : directive));
  return strftime(onTheWall(time), local);
}

/** The moment at which UTC shows what the local clock shows now. */
function onTheWall(time: Date): Date {
  const day = Date.UTC(time.getFullYear(), time.getMonth(), time.getDate());
  const clock = [time.getHours() * 3600, time.getMinutes() * 60, time.getSeconds()];
  return new Date(day + clock.reduce((sum, part) => sum + part, 0) * 1000 + time.getMilliseconds());
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
