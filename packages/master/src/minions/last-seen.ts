/**
 * When each minion last proved that it is there.
 */
import type { Clock } from "@salt/core";

/** Seconds without any request after which a minion counts as away. */
const PRESENT_FOR = 15 * 60;

/** Notes requests by minion. Only accepted ids get in here, and they leave when their key does. */
export class LastSeen {
  readonly #clock: Clock;
  readonly #seen = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Notes a request whose sender was proven. */
  note(id: string): void {
    this.#seen.set(id, this.#clock.now());
  }

  /** Milliseconds since 1970; undefined when it was not seen since the master started. */
  at(id: string): number | undefined {
    return this.#seen.get(id);
  }

  /** Whether a minion was seen lately. ZeroMQ does not tell who is connected, so this is an estimate. */
  isPresent(id: string): boolean {
    const at = this.#seen.get(id);
    return at !== undefined && this.#clock.now() - at < PRESENT_FOR * 1000;
  }

  /** All minions seen lately, sorted. */
  present(): readonly string[] {
    return [...this.#seen.keys()].filter((id) => this.isPresent(id)).sort();
  }

  /** Forgets minions that are not accepted any more. */
  keepOnly(accepted: ReadonlySet<string>): void {
    for (const id of this.#seen.keys()) if (!accepted.has(id)) this.#seen.delete(id);
  }
}
