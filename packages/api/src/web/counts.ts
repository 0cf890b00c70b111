/**
 * How much a server has done, and is doing.
 */

/** Counts of a server; it alone changes them. */
export interface Counts {
  /** When it began, in milliseconds. */
  readonly since: number;
  requests: number;
  atWork: number;
  streams: number;
}

/** The counts of a server that begins. */
export function newCounts(now: number): Counts {
  return { since: now, requests: 0, atWork: 0, streams: 0 };
}
