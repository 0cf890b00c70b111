/**
 * Whether a job is for this minion.
 */
import type { MinionFacts, RangeSource, Target } from "@salt/core";
import { expandRanges, matchTarget, TargetError } from "@salt/core";

/** The most jobs that may wait for a range server at once. */
const MAX_WAITING = 50;

/** Decides about targets; those with range expressions wait for the range server. */
export class OwnTarget {
  readonly #ranges: RangeSource;
  readonly #signal: AbortSignal;
  #waiting = 0;

  /** Questions to the range server are given up when the signal aborts. */
  constructor(ranges: RangeSource, signal: AbortSignal) {
    this.#ranges = ranges;
    this.#signal = signal;
  }

  /** Whether a target means the minion with these facts. Throws TargetError. */
  async means(target: Target, facts: MinionFacts): Promise<boolean> {
    const known = { ids: [facts.id], facts: () => facts };
    const source = { expand: (expression: string) => this.#ask(expression) };
    return matchTarget(await expandRanges(target, known, source), facts);
  }

  async #ask(expression: string): Promise<readonly string[]> {
    if (this.#waiting >= MAX_WAITING) {
      throw new TargetError("Too many jobs wait for the range server", { hint: "Look whether it answers." });
    }
    this.#waiting += 1;
    try {
      return await this.#ranges.expand(expression, this.#signal);
    } finally {
      this.#waiting -= 1;
    }
  }
}
