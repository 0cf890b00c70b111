/**
 * Owning things that must be closed: a scope closes what was given to it, last first.
 */

/** Something that can be closed; closing twice does no harm. */
export interface Closable {
  close(): void | Promise<void>;
}

/** Collects resources and closes them in reverse order, going on past failures. */
export class Scope implements Closable {
  #owned: Closable[] = [];
  readonly #controller = new AbortController();

  /** Aborted when the scope begins to close: loops and waits inside it end on this. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Takes ownership of a resource and hands it back. */
  use<T extends Closable>(resource: T): T {
    this.#owned.push(resource);
    return resource;
  }

  /** Runs `close` when the scope closes. */
  defer(close: () => void | Promise<void>): void {
    this.#owned.push({ close });
  }

  /** Closes everything, last first. Throws an AggregateError when closing something failed. */
  async close(): Promise<void> {
    this.#controller.abort();
    const failures: unknown[] = [];
    for (let resource = this.#owned.pop(); resource !== undefined; resource = this.#owned.pop()) {
      try {
        await resource.close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, "Some resources could not be closed");
  }
}

/** Waits `ms` milliseconds, or less when the signal aborts; never throws. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done, { once: true });
  });
}
