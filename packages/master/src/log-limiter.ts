/**
 * Log lines that strangers can cause, kept to a few in a minute.
 */
import type { Clock, LogFields, Logger } from "@salt/core";

const PERIOD_MS = 60_000;
const LINES = 20;

interface Counter {
  from: number;
  lines: number;
  dropped: number;
}

/** Passes on so many lines of each message in a minute; the first line of the next minute counts those left out. */
export class LogLimiter {
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #counters = new Map<string, Counter>();

  constructor(log: Logger, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  /** Logs a warning, unless this message was logged too often already. Messages are constants, so few are counted. */
  warn(fields: LogFields, message: string): void {
    this.#count("warn", fields, message);
  }

  /** Logs an error in the same way. */
  error(fields: LogFields, message: string): void {
    this.#count("error", fields, message);
  }

  #count(level: "warn" | "error", fields: LogFields, message: string): void {
    const now = this.#clock.now();
    const counter = this.#counters.get(message) ?? { from: now, lines: 0, dropped: 0 };
    this.#counters.set(message, counter);
    const left = counter.dropped;
    if (now - counter.from >= PERIOD_MS) Object.assign(counter, { from: now, lines: 0, dropped: 0 });
    if (counter.lines >= LINES) {
      counter.dropped += 1;
      return;
    }
    counter.lines += 1;
    this.#log[level](left > 0 && counter.lines === 1 ? { ...fields, left_out: left } : fields, message);
  }
}
