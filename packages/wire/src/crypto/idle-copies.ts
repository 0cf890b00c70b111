/**
 * Copies of one thing, each used by one at a time.
 */

/** Lends idle copies, and makes another when none is idle: as many as are in use at once, which the caller bounds. */
export class IdleCopies<T> {
  readonly #make: () => T;
  readonly #idle: T[] = [];

  /** `make` makes a copy. */
  constructor(make: () => T) {
    this.#make = make;
  }

  /** Does work with a copy that nobody else uses meanwhile. */
  async use<R>(work: (copy: T) => Promise<R>): Promise<R> {
    const copy = this.#idle.pop() ?? this.#make();
    try {
      return await work(copy);
    } finally {
      this.#idle.push(copy);
    }
  }
}
