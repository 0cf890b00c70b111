/**
 * Brings the answers of several jobs that run at once into one line.
 */
import { Doorbell } from "../doorbell.js";

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

  /** Makes `take` throw once everything put in before is taken. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#bell.ring();
  }

  /** Everything there is; when there is nothing, waits for it, at most `ms` milliseconds. */
  async take(ms: number, signal: AbortSignal): Promise<readonly T[]> {
    if (this.#items.length === 0 && this.#failure === undefined) {
      await this.#bell.wait(ms, signal);
    }
    if (this.#items.length === 0 && this.#failure !== undefined) throw this.#failure.error;
    return this.takeNow();
  }

  /** Everything there is. */
  takeNow(): readonly T[] {
    const taken = this.#items;
    this.#items = [];
    return taken;
  }
}
