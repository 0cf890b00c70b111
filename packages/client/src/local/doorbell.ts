/**
 * Waiting for something to happen, or for time to pass.
 */

/** Wakes the one who waits; a ring while nobody waits is not remembered. */
export class Doorbell {
  #wake: (() => void) | undefined;

  /** Ends the wait under way, if there is one. */
  ring(): void {
    this.#wake?.();
  }

  /** Waits for a ring, an abort of the signal, or `ms` milliseconds; never throws. */
  wait(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, Math.min(ms, MAX_TIMER_MS));
      signal?.addEventListener("abort", done, { once: true });
      this.#wake = done;
    });
  }
}

/** What a timer can hold. */
const MAX_TIMER_MS = 0x7fffffff;
