/**
 * Reads bzip2, also files of several streams, in bounded memory and bounded steps whatever the file holds.
 *
 * The packages of npm that read it either stop after the first stream, or unpack a megabyte of packed zeros in one go,
 * or never end for a file that means harm.
 */
import type { NextBytes } from "./bit-reader.js";
import { BitReader } from "./bit-reader.js";
import type { PackedBlock } from "./bzip2-block.js";
import { Bzip2Error, readBlock } from "./bzip2-block.js";

const MAGIC = 0x425a68; // "BZh"
const BLOCK_MARK = [0x314159, 0x265359];
const END_MARK = [0x177245, 0x385090];
const LEVEL_BYTES = 100_000;
const PIECE = 65_536;
/** So many equal bytes are followed by how often they are repeated beyond. */
const RUN = 4;
const POLYNOMIAL = 0x04c11db7;

/** What each byte does to a sum: CRC-32, the highest bit first. */
const SUMS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) sum = sum < 0 ? (sum << 1) ^ POLYNOMIAL : sum << 1;
  return sum;
});

/** What the file unpacks to, in pieces of up to 64 KiB. Throws Bzip2Error. */
export function* unpackBzip2(next: NextBytes): Generator<Buffer> {
  const input = new BitReader(next, () => new Bzip2Error("it is cut off"));
  do yield* unpackStream(input);
  while (!input.isAtEnd);
}

function* unpackStream(input: BitReader): Generator<Buffer> {
  if (input.isAtEnd || input.bits(24) !== MAGIC) throw new Bzip2Error("it does not begin as bzip2 files do");
  const level = input.bits(8) - 0x30;
  if (level < 1 || level > 9) throw new Bzip2Error("its blocks are of no known size");
  let total = 0;
  while (isBlock(input)) {
    const block = readBlock(input, level * LEVEL_BYTES);
    yield* unpackBlock(block);
    total = (((total << 1) | (total >>> 31)) ^ block.sum) >>> 0;
  }
  if (input.word() !== total) throw new Bzip2Error("its sum is not that of its contents");
  input.align();
}

/** Whether a block follows, not the end of the stream. */
function isBlock(input: BitReader): boolean {
  const mark = [input.bits(24), input.bits(24)];
  const is = (known: readonly number[]): boolean => known.every((part, index) => part === mark[index]);
  if (!is(BLOCK_MARK) && !is(END_MARK)) throw new Bzip2Error("a block does not begin as blocks do");
  return is(BLOCK_MARK);
}

function* unpackBlock(block: PackedBlock): Generator<Buffer> {
  const sum = new Sum();
  let piece = Buffer.alloc(PIECE);
  let length = 0;
  for (const [byte, times] of runs(block)) {
    for (let left = times; left > 0; left -= 1) {
      piece[length] = byte;
      length += 1;
      if (length < PIECE) continue;
      yield sum.add(piece);
      piece = Buffer.alloc(PIECE);
      length = 0;
    }
  }
  if (length > 0) yield sum.add(piece.subarray(0, length));
  if (sum.value !== block.sum) throw new Bzip2Error("the sum of a block is not that of its contents");
}

/** The bytes in their order, each with how often it comes. */
function* runs({ bytes, start }: PackedBlock): Generator<readonly [byte: number, times: number]> {
  const following = inOrder(bytes);
  let place = start;
  let previous = -1;
  let equal = 0;
  for (let left = bytes.length; left > 0; left -= 1) {
    place = following[place] ?? 0;
    const byte = bytes[place] ?? 0;
    if (equal === RUN) {
      yield [previous, byte];
      previous = -1;
      equal = 0;
      continue;
    }
    equal = byte === previous ? equal + 1 : 1;
    previous = byte;
    yield [byte, 1];
  }
}

/** Where the byte that follows each byte is: the inverse of the Burrows-Wheeler transform. */
function inOrder(bytes: Uint8Array): Uint32Array {
  const places = new Uint32Array(257);
  for (const byte of bytes) places[byte + 1] = (places[byte + 1] ?? 0) + 1;
  for (let byte = 0; byte < 256; byte += 1) places[byte + 1] = (places[byte + 1] ?? 0) + (places[byte] ?? 0);
  const following = new Uint32Array(bytes.length);
  for (const [index, byte] of bytes.entries()) {
    const place = places[byte] ?? 0;
    following[place] = index;
    places[byte] = place + 1;
  }
  return following;
}

/** The sum over a block. */
class Sum {
  #sum = 0xffffffff;

  /** Adds a piece, and gives it back. */
  add(piece: Buffer): Buffer {
    let sum = this.#sum;
    for (const byte of piece) sum = (sum << 8) ^ (SUMS[(sum >>> 24) ^ byte] ?? 0);
    this.#sum = sum;
    return piece;
  }

  get value(): number {
    return ~this.#sum >>> 0;
  }
}
