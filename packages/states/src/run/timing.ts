/**
 * When a state began and how long it took, in the form of results.
 */
import type { MutableDict, Value } from "@salt/core";
import { float } from "@salt/core";

/** A stopwatch. */
export interface Stopwatch {
  /** Local time of the start: `13:29:17.117186`, without a fraction when it is zero. */
  readonly startTime: string;
  /** Milliseconds since the start, in thousandths. */
  elapsed(): number;
}

const two = (value: number): string => String(value).padStart(2, "0");

/** Starts a stopwatch. */
export function startWatch(): Stopwatch {
  const began = performance.now();
  const micros = Math.round((performance.timeOrigin + began) * 1000);
  const date = new Date(Math.floor(micros / 1000));
  const fraction = micros % 1_000_000;
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
  return {
    startTime: fraction === 0 ? time : `${time}.${String(fraction).padStart(6, "0")}`,
    elapsed: () => Math.round((performance.now() - began) * 1000) / 1000,
  };
}

/** The duration as a value: always a float. */
export function durationValue(ms: number): Value {
  return float(Math.round(ms * 1000) / 1000);
}

/** Notes start and duration of something that did not run, as Salt does: now, and next to nothing. */
export function noteNoTime(result: MutableDict): void {
  const watch = startWatch();
  result.set("duration", durationValue(Math.max(watch.elapsed(), 0.001))).set("start_time", watch.startTime);
}
