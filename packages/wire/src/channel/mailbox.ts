/**
 * Items that wait for a reader: bounded, and with an end.
 */

/** One writer waits for room, one reader for items. */
export class Mailbox<T> {
  readonly #capacity: number;
  readonly #items: T[] = [];
  #ended = false;
  #failure: unknown;
  #waiting: (() => void)[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Adds an item; resolves when there is room for another one. After the end it is dropped. */
  async put(item: T): Promise<void> {
    if (this.#ended) return;
    this.#items.push(item);
    this.#wake();
    while (this.#items.length >= this.#capacity && !this.#ended) await this.#change();
  }

  /** The reader gets what waits, and then the end, or `failure` thrown. */
  end(failure?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = failure;
    this.#wake();
  }

  /** Items as they come, until the end. */
  async *read(): AsyncGenerator<T, void, undefined> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) {
        this.#wake();
        yield item;
      } else if (this.#ended) {
        if (this.#failure !== undefined) throw this.#failure;
        return;
      } else await this.#change();
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
