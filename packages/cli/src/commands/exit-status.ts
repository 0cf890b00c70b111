/**
 * Exit statuses, and the two policies for failures that real Salt reports as success.
 */

/** `honest`: every failure ends with a status of its own. `salt`: as real Salt does it. */
export type ExitPolicy = "honest" | "salt";

/** Statuses by meaning. */
export const EXIT = {
  ok: 0,
  /** A minion returned a failure, or did not return. */
  failed: 1,
  /** Nobody was there to return anything. */
  nothing: 2,
  /** Target or function is missing. */
  incomplete: 42,
  usage: 64,
  noUser: 67,
  /** `salt-call` does not know the function: -1 as a byte. */
  notAvailable: 255,
  interrupted: 130,
} as const;

/** The status of a failure that real Salt reports with status 0. */
export function unlessSalt(policy: ExitPolicy, status: number): number {
  return policy === "salt" ? EXIT.ok : status;
}
