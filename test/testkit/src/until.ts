/**
 * Waiting for something that happens elsewhere, with a deadline that ends a test instead of hanging it.
 */
import { TimeoutError } from "@salt/core";

/** How often the question is asked again, in milliseconds. */
const PAUSE = 10;

/** Asks until the answer is neither false nor undefined, and gives it. Throws TimeoutError after `ms`. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  ms = 20_000,
): Promise<NonNullable<T>> {
  const end = performance.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (performance.now() > end) throw new TimeoutError(`Waited ${ms} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
