/**
 * Two lanes for costly work: those that the operator trusts go first, and strangers wait, but not without end.
 */

/** Where somebody waits. */
export type Lane = "trusted" | "stranger";

/** How many work at once: as many as the platform's pool has threads, so that nobody waits inside it. */
const WORKING = 4;
/** Strangers leave room for whoever is trusted. */
const WORKING_STRANGERS = 2;

/** Runs work by lane. */
export class Lanes {
  readonly #maxStrangers: number;
  readonly #waiting: Readonly<Record<Lane, (() => void)[]>> = { trusted: [], stranger: [] };
  #working = 0;
  #workingStrangers = 0;

  /** At most `maxStrangers` wait in their lane; the trusted one is bounded by the requests that are open. */
  constructor(maxStrangers: number) {
    this.#maxStrangers = maxStrangers;
  }

  /** Whether a stranger can still join its lane. */
  get hasRoom(): boolean {
    return this.#waiting.stranger.length < this.#maxStrangers;
  }

  /** Does a piece of work when its turn has come. */
  async run<T>(lane: Lane, work: () => Promise<T>): Promise<T> {
    if (this.#mayStart(lane)) this.#start(lane);
    else await new Promise<void>((resolve) => this.#waiting[lane].push(resolve));
    try {
      return await work();
    } finally {
      this.#end(lane);
    }
  }

  #mayStart(lane: Lane): boolean {
    if (this.#working >= WORKING) return false;
    return lane === "trusted" || this.#workingStrangers < WORKING_STRANGERS;
  }

  #start(lane: Lane): void {
    this.#working += 1;
    if (lane === "stranger") this.#workingStrangers += 1;
  }

  #end(lane: Lane): void {
    this.#working -= 1;
    if (lane === "stranger") this.#workingStrangers -= 1;
    for (const next of ["trusted", "stranger"] as const) {
      while (this.#mayStart(next)) {
        const resolve = this.#waiting[next].shift();
        if (resolve === undefined) break;
        this.#start(next);
        resolve();
      }
    }
  }
}
