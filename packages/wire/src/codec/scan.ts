/**
 * Finding where a value ends without making it, so that a stream can be cut into values as chunks arrive.
 */
import { MalformedError } from "@salt/core";

/** What the byte at a place says: its own size with head and payload, and how many values follow as its elements. */
interface Token {
  readonly size: number;
  readonly elements: number;
}

/** Goes over one value, token by token; stops where the bytes end and goes on there later. */
export class Scanner {
  #missing = 1;
  #at = 0;

  /** The end of the value within `bytes`, which must be what was given before and more; undefined when it is not all there. */
  end(bytes: Buffer, maxBytes: number): number | undefined {
    while (this.#missing > 0) {
      const token = readToken(bytes, this.#at);
      if (token === undefined) return undefined;
      // A value of n elements takes n bytes at least: too large a promise is refused before it is kept.
      const missing = this.#missing + token.elements - 1;
      if (this.#at + token.size + missing > maxBytes) throw new MalformedError("a value is too large");
      if (this.#at + token.size > bytes.length) return undefined;
      this.#missing = missing;
      this.#at += token.size;
    }
    return this.#at;
  }
}

function readToken(bytes: Buffer, at: number): Token | undefined {
  const type = bytes[at];
  if (type === undefined) return undefined;
  if (type < 0x80 || type >= 0xe0) return { size: 1, elements: 0 };
  if (type < 0x90) return { size: 1, elements: 2 * (type & 0x0f) };
  if (type < 0xa0) return { size: 1, elements: type & 0x0f };
  if (type < 0xc0) return { size: 1 + (type & 0x1f), elements: 0 };
  return readLongToken(bytes, at, type);
}

/** Sizes of floats, unsigned and signed ints: types 0xca to 0xd3. */
const SCALARS: readonly number[] = [5, 9, 2, 3, 5, 9, 2, 3, 5, 9];

function readLongToken(bytes: Buffer, at: number, type: number): Token | undefined {
  if (type === 0xc1) throw new MalformedError("a byte is no msgpack type");
  if (type < 0xc4) return { size: 1, elements: 0 };
  if (type < 0xc7) return sized(bytes, at, 1 << (type - 0xc4), 0);
  if (type < 0xca) return sized(bytes, at, 1 << (type - 0xc7), 1);
  if (type < 0xd4) return { size: SCALARS[type - 0xca] ?? 1, elements: 0 };
  if (type < 0xd9) return { size: 2 + (1 << (type - 0xd4)), elements: 0 };
  if (type < 0xdc) return sized(bytes, at, 1 << (type - 0xd9), 0);
  const width = type % 2 === 0 ? 2 : 4;
  const count = readLength(bytes, at + 1, width);
  if (count === undefined) return undefined;
  return { size: 1 + width, elements: type < 0xde ? count : 2 * count };
}

function sized(bytes: Buffer, at: number, width: number, extra: number): Token | undefined {
  const length = readLength(bytes, at + 1, width);
  return length === undefined ? undefined : { size: 1 + width + extra + length, elements: 0 };
}

function readLength(bytes: Buffer, at: number, width: number): number | undefined {
  return at + width > bytes.length ? undefined : bytes.readUIntBE(at, width);
}
