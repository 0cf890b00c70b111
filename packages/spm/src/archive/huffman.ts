/**
 * Huffman codes as bzip2 has them: given by the length of each symbol's code, the shortest codes first.
 */
import type { BitReader } from "./bit-reader.js";

/** Longest code of bzip2, in bits. */
export const LONGEST_CODE = 20;

/** A code. */
export class HuffmanCode {
  /** Highest code of each length, lined up to the left in LONGEST_CODE bits, plus one. */
  readonly #limits = new Int32Array(LONGEST_CODE + 1);
  /** What is added to a code of each length to give its place in `#symbols`. */
  readonly #offsets = new Int32Array(LONGEST_CODE + 1);
  readonly #symbols: Uint16Array;

  /** `lengths` are from 1 to LONGEST_CODE. */
  constructor(lengths: Uint8Array) {
    const counts = new Int32Array(LONGEST_CODE + 1);
    for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
    this.#symbols = Uint16Array.from(
      [...lengths.keys()].sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b),
    );
    let code = 0;
    let place = 0;
    for (let length = 1; length <= LONGEST_CODE; length += 1) {
      const count = counts[length] ?? 0;
      this.#offsets[length] = place - code;
      code += count;
      place += count;
      this.#limits[length] = code << (LONGEST_CODE - length);
      code <<= 1;
    }
  }

  /** Reads a symbol; undefined for bits that are no code. */
  read(input: BitReader): number | undefined {
    let code = 0;
    for (let length = 1; length <= LONGEST_CODE; length += 1) {
      code = (code << 1) | input.bits(1);
      if (code << (LONGEST_CODE - length) < (this.#limits[length] ?? 0))
        return this.#symbols[code + (this.#offsets[length] ?? 0)];
    }
    return undefined;
  }
}
