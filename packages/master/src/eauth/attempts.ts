/**
 * Attempts to authenticate: so many failures in a minute, and no telling by the time what was wrong.
 */
import { randomInt } from "node:crypto";
import type { Clock } from "@salt/core";
import { RateLimit } from "../rate-limit.js";

/** The shortest time that a failure takes, in milliseconds. */
const LEAST_MS = 1000;
/** Names whose failures are counted apart. */
const MAX_NAMES = 1000;
/** Checks at work at once: each may be a process or a connection. */
const MAX_AT_WORK = 20;
/** How many times the failures of one name all names together may have in a minute. */
const ALL_NAMES = 20;

/** What attempts are held to. */
export interface AttemptsParts {
  readonly perMinute: number;
  readonly clock: Clock;
  /** Waits so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

/** Lets checks through. */
export class Attempts {
  readonly #parts: AttemptsParts;
  readonly #failures = new Map<string, RateLimit>();
  readonly #all: RateLimit;
  #atWork = 0;
  #slowest = LEAST_MS;

  constructor(parts: AttemptsParts) {
    this.#parts = parts;
    this.#all = new RateLimit(parts.perMinute * ALL_NAMES, parts.clock);
  }

  /**
   * Does a check for a name, and gives what it gives. Undefined, after about the time that the slowest failure took,
   * when the check gives that, or when the name has failed too often and is not checked at all. Throws nothing.
   */
  async attempt<T>(name: string, check: () => Promise<T | undefined>): Promise<T | undefined> {
    const { clock, pause } = this.#parts;
    const began = clock.now();
    const found = await this.#checked(name, check);
    if (found !== undefined) return found;
    const took = clock.now() - began;
    this.#slowest = Math.max(this.#slowest, took);
    const share = randomInt(750, 1250) / 1000;
    await pause(Math.max(this.#slowest * share - took, 0));
    return undefined;
  }

  async #checked<T>(name: string, check: () => Promise<T | undefined>): Promise<T | undefined> {
    const failures = this.#failuresOf(name);
    if (this.#atWork >= MAX_AT_WORK || !failures.hasSome || !this.#all.hasSome) return undefined;
    this.#atWork += 1;
    try {
      const found = await check();
      if (found !== undefined) return found;
    } finally {
      this.#atWork -= 1;
    }
    failures.take();
    this.#all.take();
    return undefined;
  }

  #failuresOf(name: string): RateLimit {
    const known = this.#failures.get(name) ?? new RateLimit(this.#parts.perMinute, this.#parts.clock);
    this.#failures.delete(name);
    this.#failures.set(name, known);
    for (const oldest of this.#failures.keys()) {
      if (this.#failures.size <= MAX_NAMES) break;
      this.#failures.delete(oldest);
    }
    return known;
  }
}
