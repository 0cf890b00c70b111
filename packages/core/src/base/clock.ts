/**
 * Time as a dependency: daemons take a clock so that tests can set it.
 */

/** Where the time comes from. */
export interface Clock {
  /** Milliseconds since 1970, as `Date.now()`. */
  now(): number;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };
