/**
 * Requests that were answered once are not answered again, whatever the clocks say.
 */

/** How far back, by the sender's own clock, requests may come in another order than they were sent. Seconds. */
const WINDOW = 60;
/** Requests remembered in each half of the memory, unless more come within the latest seconds. */
const MAX_REMEMBERED = 2048;
/** Requests this much older than the latest one may be on their way still, in seconds: they must not become "too old". */
const ON_THE_WAY = 2;
/** No half ever holds more. */
const MAX_HELD = 65_536;
/** Hex digits of a nonce that are kept: as a number of 48 bits they take a fraction of the text's room. */
const DIGITS = 12;

/** What is to be done with a request. */
export type Replay = "fresh" | "repeated" | "too old";

/**
 * The memory of one session: nonces by the sender's time stamps, in two halves of which the older is dropped when
 * the newer is full or the window has passed. Everything as old as what was dropped is refused.
 */
export class ReplayGuard {
  #newer = new Set<number>();
  #older = new Set<number>();
  #newerFrom = 0;
  #newerTo = 0;
  #olderTo = 0;
  #floor = 0;

  /** Notes a request; `ts` is seconds by the sender's clock, `nonce` 32 hex digits. */
  note(nonce: string, ts: number): Replay {
    if (ts <= this.#floor) return "too old";
    const mark = Number.parseInt(nonce.slice(0, DIGITS), 16);
    if (this.#newer.has(mark) || this.#older.has(mark)) return "repeated";
    if (this.#newer.size === 0) this.#newerFrom = ts;
    else if (this.#isFull(ts) || ts - this.#newerFrom > WINDOW) this.#turn(ts);
    this.#newer.add(mark);
    this.#newerTo = Math.max(this.#newerTo, ts);
    return "fresh";
  }

  /** Turning makes everything as old as the older half too old: a fast sender's requests of this very second must not be. */
  #isFull(ts: number): boolean {
    const { size } = this.#newer;
    return size >= MAX_REMEMBERED && (ts > this.#olderTo + ON_THE_WAY || size >= MAX_HELD);
  }

  #turn(ts: number): void {
    this.#floor = Math.max(this.#floor, this.#olderTo);
    this.#older = this.#newer;
    this.#olderTo = this.#newerTo;
    this.#newer = new Set();
    this.#newerFrom = ts;
  }
}
