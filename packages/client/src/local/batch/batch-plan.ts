/**
 * Which minions a batch run sends its job to, and when: never more at once than there are slots.
 */

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

  /** Minions that have not been started. */
  get waiting(): readonly string[] {
    return this.#waiting;
  }

  /** Minions that have been started and are not finished. */
  get active(): readonly string[] {
    return [...this.#active];
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
