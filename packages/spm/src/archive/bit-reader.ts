/**
 * Bits of a file, the highest of each byte first.
 */

/** The next bytes; undefined at the end. */
export type NextBytes = () => Uint8Array | undefined;

/** Reads numbers of some bits. */
export class BitReader {
  readonly #next: NextBytes;
  readonly #ended: () => Error;
  #bytes: Uint8Array = new Uint8Array();
  #at = 0;
  /** The last bits that came; the lowest `#count` of them are not read yet. */
  #buffer = 0;
  #count = 0;

  /** `ended` makes what is thrown when more is read than there is. */
  constructor(next: NextBytes, ended: () => Error) {
    this.#next = next;
    this.#ended = ended;
  }

  /** A number of up to 24 bits. */
  bits(width: number): number {
    while (this.#count < width) {
      if (!this.#hasBytes()) throw this.#ended();
      this.#buffer = (this.#buffer << 8) | (this.#bytes[this.#at] ?? 0);
      this.#at += 1;
      this.#count += 8;
    }
    this.#count -= width;
    return (this.#buffer >>> this.#count) & ((1 << width) - 1);
  }

  /** A number of 32 bits. */
  word(): number {
    return this.bits(16) * 0x10000 + this.bits(16);
  }

  /** Passes over the rest of a byte that was begun. */
  align(): void {
    this.#count -= this.#count % 8;
  }

  /** Whether no byte is left, but for one that was begun. */
  get isAtEnd(): boolean {
    return this.#count < 8 && !this.#hasBytes();
  }

  #hasBytes(): boolean {
    while (this.#at >= this.#bytes.length) {
      const bytes = this.#next();
      if (bytes === undefined) return false;
      this.#bytes = bytes;
      this.#at = 0;
    }
    return true;
  }
}
