/**
 * How fast a download must be: it may take long, but something must come all the time.
 */
import { TimeoutError } from "@salt/core";

/** Bytes that must come in a second, over each window. */
const LEAST_BYTES = 100;

/** Watches one download. `close` it at the end. */
export class Pace {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout | undefined;
  #bytes = 0;

  /** `seconds` is the length of a window in which enough must have come; 0 for no watch. */
  constructor(seconds: number) {
    if (seconds > 0) this.#timer = setInterval(() => this.#look(seconds), seconds * 1000);
  }

  /** Aborts with a TimeoutError when too little came. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Bytes have come. */
  came(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Ends the watch. */
  close(): void {
    clearInterval(this.#timer);
  }

  #look(seconds: number): void {
    const came = this.#bytes;
    this.#bytes = 0;
    if (came >= seconds * LEAST_BYTES) return;
    this.#controller.abort(
      new TimeoutError(`only ${came} bytes came within ${seconds} seconds (spm_timeout)`),
    );
    this.close();
  }
}
