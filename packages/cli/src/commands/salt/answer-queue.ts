/**
 * Brings the answers of several jobs that run at once into one line.
 */
import { Doorbell } from "@salt/client";

/** Items put in by many, taken out by one. Its bound is that of the jobs which fill it. */
export class AnswerQueue<T> {
  #items: T[] = [];
  readonly #bell = new Doorbell();
  #failure: { readonly error: unknown } | undefined;

  /** Puts an item in. */
  put(item: T): void {
    this.#items.push(item);
    this.#bell.ring();
  }

  /** Makes the next `take` throw. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#bell.ring();
  }

  /** Everything there is; when there is nothing, waits for it, at most `ms` milliseconds. */
  async take(ms: number, signal: AbortSignal): Promise<readonly T[]> {
    if (this.#items.length === 0 && this.#failure === undefined) {
      await this.#bell.wait(ms, signal);
    }
    if (this.#failure !== undefined) throw this.#failure.error;
    const taken = this.#items;
    this.#items = [];
    return taken;
  }
}
