/**
 * Two lanes for costly work: those that the operator trusts go first, and strangers wait, but not without end.
 */

/** Where somebody waits. */
export type Lane = "trusted" | "stranger";

/** How wide the lanes are. */
export interface LaneWidths {
  /** So many strangers wait at most; the trusted lane is bounded by the requests that are open. */
  readonly maxStrangers: number;
  /**
   * How many work at once, 16 by default: a few times the threads of the platform's pool, so that these find the
   * next piece without waiting for the event loop, and few enough for other work in the pool to wait only
   * milliseconds.
   */
  readonly working?: number;
}

const WORKING = 16;
/** Strangers leave room for whoever is trusted. */
const WORKING_STRANGERS = 2;

/** Runs work by lane. */
export class Lanes {
  readonly #maxStrangers: number;
  readonly #maxWorking: number;
  readonly #waiting: Readonly<Record<Lane, (() => void)[]>> = { trusted: [], stranger: [] };
  #working = 0;
  #workingStrangers = 0;

  constructor({ maxStrangers, working = WORKING }: LaneWidths) {
    this.#maxStrangers = maxStrangers;
    this.#maxWorking = working;
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
    if (this.#working >= this.#maxWorking) return false;
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
