/**
 * Allowing something so many times in a minute.
 */
import type { Clock } from "@salt/core";

/** A bucket that holds a minute's worth and is refilled evenly. */
export class RateLimit {
  readonly #perMinute: number;
  readonly #clock: Clock;
  #left: number;
  #filledAt: number;

  constructor(perMinute: number, clock: Clock) {
    this.#perMinute = perMinute;
    this.#clock = clock;
    this.#left = perMinute;
    this.#filledAt = clock.now();
  }

  /** Whether one is left. */
  get hasSome(): boolean {
    this.#refill();
    return this.#left >= 1;
  }

  /** Takes one; false when there is none left. */
  take(): boolean {
    this.#refill();
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }

  #refill(): void {
    const now = this.#clock.now();
    const gained = (Math.max(now - this.#filledAt, 0) / 60_000) * this.#perMinute;
    this.#left = Math.min(this.#perMinute, this.#left + gained);
    this.#filledAt = now;
  }
}
