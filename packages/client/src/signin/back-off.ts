/**
 * Pauses between tries, and a limit on how often something may be tried.
 */
import type { Clock } from "@salt/core";

/** The pause before try `attempt` (from 1) in seconds: `first`, growing by itself up to `most` when that is larger. */
export function growingPause(attempt: number, first: number, most: number): number {
  return Math.min(first * attempt, Math.max(first, most));
}

/** A number between two bounds, in any order. */
export function between(low: number, high: number, random: () => number = Math.random): number {
  return low + (high - low) * random();
}

/** Lets a few through at once and then one in each period. */
export class RateLimit {
  readonly #burst: number;
  readonly #periodMs: number;
  readonly #clock: Clock;
  #tokens: number;
  #at: number;

  constructor(burst: number, periodMs: number, clock: Clock) {
    this.#burst = burst;
    this.#periodMs = periodMs;
    this.#clock = clock;
    this.#tokens = burst;
    this.#at = clock.now();
  }

  /** Whether one more may pass now. */
  take(): boolean {
    const now = this.#clock.now();
    this.#tokens = Math.min(this.#burst, this.#tokens + Math.max(0, now - this.#at) / this.#periodMs);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
