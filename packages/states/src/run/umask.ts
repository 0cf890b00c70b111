/**
 * The keyword `umask` of states.
 */
import type { Value } from "@salt/core";

/** Does something under another umask of this process, a job process that runs nothing else meanwhile. */
export async function withUmask<T>(umask: Value | undefined, work: () => Promise<T>): Promise<T> {
  if (typeof umask !== "number") return await work();
  const before = process.umask(umask);
  try {
    return await work();
  } finally {
    process.umask(before);
  }
}
