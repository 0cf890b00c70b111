/**
 * What no program can be given.
 */
import { SaltInvocationError } from "@salt/core";

/** Throws SaltInvocationError for words with a NUL character: the system would end the word there. */
export function refuseNul(words: readonly string[]): void {
  const at = words.findIndex((word) => word.includes("\0"));
  if (at === -1) return;
  throw new SaltInvocationError(
    `A program cannot be given a NUL character, which word ${at + 1} of its command has`,
  );
}
