/**
 * Storing returns in groups: all that came while the disk was busy share one transaction and one sync.
 */
import type { JobStore } from "./job-store.js";
import type { NewReturn } from "./records.js";

/** Part of a job store that keeps returns. */
export type ReturnKeeper = Pick<JobStore, "addReturns" | "sync">;

/** What became of a return. */
export type Kept = "first" | "duplicate";

interface Waiting {
  readonly entry: NewReturn;
  readonly done: (kept: Kept) => void;
  readonly failed: (cause: unknown) => void;
}

/** Larger groups would keep everything else waiting. */
const MAX_GROUP = 512;

/** Takes returns and says when each is safe on the disk. Bounded by the requests that wait for it. */
export class ReturnJournal {
  readonly #store: ReturnKeeper;
  #waiting: Waiting[] = [];
  #working: Promise<void> | undefined;

  constructor(store: ReturnKeeper) {
    this.#store = store;
  }

  /** Stores a return; resolves when the disk has it. Throws JobStoreError. */
  add(entry: NewReturn): Promise<Kept> {
    return new Promise((done, failed) => {
      this.#waiting.push({ entry, done, failed });
      this.#working ??= this.#work();
    });
  }

  /** Resolves when everything taken so far was dealt with. */
  async idle(): Promise<void> {
    await this.#working;
  }

  async #work(): Promise<void> {
    // Everything that this turn of the loop still brings goes into the first group.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) await this.#storeGroup(this.#waiting.splice(0, MAX_GROUP));
    this.#working = undefined;
  }

  async #storeGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const kept = this.#store.addReturns(group.map(({ entry }) => entry));
      await this.#store.sync();
      group.forEach(({ done }, index) => {
        done(kept[index] === true ? "first" : "duplicate");
      });
    } catch (cause) {
      for (const { failed } of group) failed(cause);
    }
  }
}
