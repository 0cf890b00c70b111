/**
 * Pauses between tries, and a limit on how often something may be tried.
 */
import type { Clock } from "@salt/core";
import { minionOptions } from "@salt/core";
import type { SignInConfig } from "./config.js";

/** How much shorter or longer such a pause may be by chance, so that minions of one moment do not stay together. */
const SPREAD = 0.25;

/** The pause before try `attempt` (from 1) in seconds: `first`, growing by itself up to `most` when that is larger. */
export function growingPause(attempt: number, first: number, most: number): number {
  return Math.min(first * attempt, Math.max(first, most));
}

/**
 * The pause in seconds after sign-in `attempt` (from 1) whose key still waits to be accepted. With the defaults it begins
 * at about one second and becomes a second longer each time, up to `acceptance_wait_time`: whoever has just started a
 * minion accepts its key soon. Either option makes it as exact as in Salt.
 */
export function pendingPause(
  attempt: number,
  config: Pick<SignInConfig, "acceptance_wait_time" | "acceptance_wait_time_max">,
  random: () => number = Math.random,
): number {
  const { acceptance_wait_time: first, acceptance_wait_time_max: most } = config;
  if (first !== minionOptions.acceptance_wait_time.fallback || most > 0)
    return growingPause(attempt, first, most);
  return Math.min(attempt, first) * between(1 - SPREAD, 1 + SPREAD, random);
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
