/**
 * Values that follow one another on a stream without any framing, cut apart as chunks arrive.
 */
import type { Value } from "@salt/core";
import { ByteQueue } from "./byte-queue.js";
import { decode } from "./decode.js";
import type { Dialect } from "./limits.js";
import { Scanner } from "./scan.js";

/** How a stream is read. */
export interface ValueStreamOptions {
  readonly dialect: Dialect;
  /** The largest value; a head that promises more ends the stream with an error at once. */
  readonly maxBytes: number;
}

/** Takes chunks and gives the values that are complete. After an error the stream cannot be used any more. */
export class ValueStream {
  readonly #options: ValueStreamOptions;
  readonly #queue = new ByteQueue();
  #scanner = new Scanner();

  constructor(options: ValueStreamOptions) {
    this.#options = options;
  }

  /** The values that this chunk completes, in order. Throws MalformedError. */
  push(chunk: Uint8Array): Value[] {
    this.#queue.append(chunk);
    const values: Value[] = [];
    let start = 0;
    for (;;) {
      const rest = this.#queue.bytes.subarray(start);
      const end = this.#scanner.end(rest, this.#options.maxBytes);
      if (end === undefined) break;
      values.push(decode(rest.subarray(0, end), { dialect: this.#options.dialect }));
      start += end;
      this.#scanner = new Scanner();
    }
    this.#queue.drop(start);
    return values;
  }
}
