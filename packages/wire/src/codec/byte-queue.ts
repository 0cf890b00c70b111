/**
 * Bytes of a stream that wait until what they are part of is complete.
 */

/** Room that is made for bytes that are only announced. */
const MAX_EXPECTED = 1024 * 1024;

/** Takes chunks at the end and lets go of bytes at the front. */
export class ByteQueue {
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;
  #expected = 0;

  /** What waits. Views on it stay valid: bytes that were handed out are never written again. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Adds a chunk. Room grows by doubling, so that many small chunks are not copied over and over. */
  append(chunk: Uint8Array): void {
    const needed = this.#length + chunk.length;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#length * 2, this.#expected));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    this.#bytes.set(chunk, this.#length);
    this.#length = needed;
  }

  /**
   * Says how many bytes there will be, as far as a sender can be believed: room for up to 1 MiB is made at once, for
   * more only as it comes.
   */
  expect(count: number): void {
    this.#expected = Math.min(count, MAX_EXPECTED);
  }

  /** Lets go of the first `count` bytes; the rest moves to a buffer of its own. */
  drop(count: number): void {
    if (count === 0) return;
    this.#expected = 0;
    this.#bytes = Buffer.from(this.#bytes.subarray(count, this.#length));
    this.#length = this.#bytes.length;
  }
}
