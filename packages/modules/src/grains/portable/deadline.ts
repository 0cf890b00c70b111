/**
 * Deadlines for what grains wait for: an answer in time, or a fallback.
 */

/** The value of a promise, or `fallback` when it fails, takes longer than `ms`, or the signal aborts. */
export function within<T>(ms: number, promise: Promise<T>, fallback: T, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve) => {
    const settle = (value: T): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", giveUp);
      resolve(value);
    };
    const giveUp = (): void => settle(fallback);
    const timer = setTimeout(giveUp, ms);
    signal?.addEventListener("abort", giveUp, { once: true });
    promise.then(settle, giveUp);
    if (signal?.aborted) giveUp();
  });
}
