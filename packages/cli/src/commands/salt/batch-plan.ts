/**
 * Which minions a batch run sends its job to, and when: never more at once than there are slots.
 */

/** Reads `3`, `10%` or `%10`; undefined when it is none of them or asks for nothing. */
export function batchSize(asked: string, minions: number): number | undefined {
  const text = asked.trim();
  if (!/^(?:%?\d+(?:\.\d+)?|\d+(?:\.\d+)?%)$/.test(text)) return undefined;
  const number = Number(text.replace("%", ""));
  if (!text.includes("%")) return Number.isInteger(number) && number > 0 ? number : undefined;
  if (number <= 0) return undefined;
  return Math.max(1, Math.floor((number / 100) * minions));
}

/** Hands out minions as slots become free. Times are milliseconds, given by the caller. */
export class BatchPlan {
  readonly #waiting: string[];
  readonly #active = new Set<string>();
  readonly #slots: number;
  readonly #restMs: number;
  #resting: number[] = [];

  /** `restMs` is how long a slot stays taken after its minion has answered. */
  constructor(minions: readonly string[], slots: number, restMs: number) {
    this.#waiting = [...minions];
    this.#slots = slots;
    this.#restMs = restMs;
  }

  /** Takes the minions that may start now. */
  take(now: number): readonly string[] {
    this.#resting = this.#resting.filter((until) => until > now);
    const free = this.#slots - this.#active.size - this.#resting.length;
    const next = this.#waiting.splice(0, Math.max(0, free));
    for (const id of next) this.#active.add(id);
    return next;
  }

  /** Notes that a minion has answered, or will not; its slot rests from now on. */
  finish(id: string, now: number): void {
    if (this.#active.delete(id) && this.#restMs > 0) this.#resting.push(now + this.#restMs);
  }

  /** Notes that a minion turned up late. */
  add(id: string): void {
    this.#waiting.push(id);
  }

  /** Whether nothing is left to start or to wait for. */
  get done(): boolean {
    return this.#waiting.length === 0 && this.#active.size === 0;
  }

  /** When the next resting slot is free, if someone waits for one. */
  get wakeAt(): number | undefined {
    return this.#waiting.length === 0 || this.#resting.length === 0 ? undefined : Math.min(...this.#resting);
  }
}
