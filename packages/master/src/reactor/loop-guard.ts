/**
 * Ends reactions that cause themselves: events of jobs that the reactor sent, and tags that come again and again.
 */
import type { BusEvent, Clock } from "@salt/core";
import { getString } from "@salt/core";

/** Events of the reactor's jobs may call for jobs, and so on, this often. */
const MAX_DEPTH = 5;
/** Jobs of the reactor that are remembered. */
const MAX_JOBS = 10_000;
/** The same tag from the same sender is reacted to this often in a minute. */
const MAX_PER_MINUTE = 600;
const MINUTE_MS = 60_000;
/** Pairs of tags and senders that are counted at once. */
const MAX_COUNTED = 50_000;

/** Remembers what the reactor has caused. */
export class LoopGuard {
  readonly #clock: Clock;
  readonly #depths = new Map<string, number>();
  #counts = new Map<string, number>();
  #since = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many reactions in a row have led to an event; Infinity for one that must not be reacted to. */
  depthOf({ tag, data }: BusEvent): number {
    const jid = /(?:^|\/)(\d{20})(?:\/|$)/.exec(tag)?.[1];
    const depth = jid === undefined ? 0 : (this.#depths.get(jid) ?? 0);
    return depth > MAX_DEPTH || this.#isTooOften(tag, getString(data, "id") ?? "")
      ? Number.POSITIVE_INFINITY
      : depth;
  }

  /** Notes a job that the reactor sent because of an event of that depth. */
  note(jid: string, depth: number): void {
    this.#depths.set(jid, depth + 1);
    const [oldest] = this.#depths.keys();
    if (this.#depths.size > MAX_JOBS && oldest !== undefined) this.#depths.delete(oldest);
  }

  #isTooOften(tag: string, sender: string): boolean {
    const now = this.#clock.now();
    if (now - this.#since >= MINUTE_MS || this.#counts.size >= MAX_COUNTED) {
      this.#since = now;
      this.#counts = new Map();
    }
    const key = `${sender}\n${tag}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count > MAX_PER_MINUTE;
  }
}
