/**
 * The job ids seen last: a job that comes twice, also by two masters, runs once.
 */

/** Remembers a bounded number of job ids. */
export class RecentJids {
  readonly #capacity: number;
  readonly #jids = new Set<string>();

  /** Remembers `capacity` job ids, the option `minion_jid_queue_hwm`. */
  constructor(capacity: number) {
    this.#capacity = Math.max(1, capacity);
  }

  /** Whether a job id is new; it is not any more afterwards. */
  add(jid: string): boolean {
    if (this.#jids.has(jid)) return false;
    this.#jids.add(jid);
    for (const oldest of this.#jids) {
      if (this.#jids.size <= this.#capacity) break;
      this.#jids.delete(oldest);
    }
    return true;
  }
}
