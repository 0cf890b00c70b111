/**
 * One block of bzip2: its symbols, and the bytes that they stand for.
 */
import { SaltError } from "@salt/core";
import type { BitReader } from "./bit-reader.js";
import { HuffmanCode, LONGEST_CODE } from "./huffman.js";

/** Something is not as bzip2 writes it. */
export class Bzip2Error extends SaltError {
  constructor(message: string) {
    super("BZIP2", message);
  }
}

/** How many symbols share a code. */
const GROUP = 50;
const MAX_GROUPS = 6;

/** A block as it stands in the file: the bytes before they are put in order. */
export interface PackedBlock {
  /** The sum of its bytes that the file holds. */
  readonly sum: number;
  /** Where the first byte is. */
  readonly start: number;
  /** The bytes in the order of what follows them. */
  readonly bytes: Uint8Array;
}

/** Reads what follows the mark of a block. Throws Bzip2Error. */
export function readBlock(input: BitReader, maxBytes: number): PackedBlock {
  const sum = input.word();
  if (input.bits(1) === 1) throw new Bzip2Error("it is of a version of bzip2 that nobody uses any more");
  const start = input.bits(24);
  const alphabet = readAlphabet(input);
  const { codes, selectors } = readCodes(input, alphabet.length + 2);
  const bytes = new BlockReader(input, codes, selectors, alphabet, maxBytes).read();
  if (start >= bytes.length) throw new Bzip2Error("a block begins behind its end");
  return { sum, start, bytes };
}

/** The bytes that occur, in their order. */
function readAlphabet(input: BitReader): Uint8Array {
  const used: number[] = [];
  const ranges = input.bits(16);
  for (let range = 0; range < 16; range += 1) {
    if ((ranges & (0x8000 >> range)) === 0) continue;
    const members = input.bits(16);
    for (let member = 0; member < 16; member += 1)
      if ((members & (0x8000 >> member)) !== 0) used.push(range * 16 + member);
  }
  if (used.length === 0) throw new Bzip2Error("a block without bytes");
  return Uint8Array.from(used);
}

/** The codes, and which of them each group of symbols has. */
function readCodes(
  input: BitReader,
  symbols: number,
): { readonly codes: readonly HuffmanCode[]; readonly selectors: Uint8Array } {
  const count = input.bits(3);
  if (count < 2 || count > MAX_GROUPS) throw new Bzip2Error(`a block with ${count} codes`);
  const selectors = new Uint8Array(input.bits(15));
  const recent = Uint8Array.from({ length: count }, (_, code) => code);
  for (let index = 0; index < selectors.length; index += 1) {
    let place = 0;
    while (input.bits(1) === 1) {
      place += 1;
      if (place >= count) throw new Bzip2Error("a block names a code that it has not");
    }
    selectors[index] = toFront(recent, place);
  }
  const codes = Array.from({ length: count }, () => new HuffmanCode(readLengths(input, symbols)));
  return { codes, selectors };
}

function readLengths(input: BitReader, symbols: number): Uint8Array {
  const lengths = new Uint8Array(symbols);
  let length = input.bits(5);
  for (let symbol = 0; symbol < symbols; symbol += 1) {
    while (input.bits(1) === 1) {
      length += input.bits(1) === 1 ? -1 : 1;
      if (length < 1 || length > LONGEST_CODE) break;
    }
    if (length < 1 || length > LONGEST_CODE) throw new Bzip2Error(`a code of ${length} bits`);
    lengths[symbol] = length;
  }
  return lengths;
}

/** Moves what is at a place to the front, and gives it. */
function toFront(list: Uint8Array, place: number): number {
  const value = list[place] ?? 0;
  list.copyWithin(1, 0, place);
  list[0] = value;
  return value;
}

/** Turns the symbols of a block into bytes. */
class BlockReader {
  readonly #input: BitReader;
  readonly #codes: readonly HuffmanCode[];
  readonly #selectors: Uint8Array;
  readonly #recent: Uint8Array;
  readonly #last: number;
  readonly #bytes: Uint8Array;
  #length = 0;
  #read = 0;

  constructor(
    input: BitReader,
    codes: readonly HuffmanCode[],
    selectors: Uint8Array,
    alphabet: Uint8Array,
    maxBytes: number,
  ) {
    this.#input = input;
    this.#codes = codes;
    this.#selectors = selectors;
    this.#recent = alphabet.slice();
    this.#last = alphabet.length + 1;
    this.#bytes = new Uint8Array(maxBytes);
  }

  read(): Uint8Array {
    // Symbols 0 and 1 are the digits of how often the byte in front is repeated, the lowest digit first.
    let repeats = 0;
    let weight = 1;
    for (;;) {
      const symbol = this.#symbol();
      if (symbol <= 1) {
        repeats += weight << symbol;
        weight <<= 1;
        if (repeats > this.#bytes.length) throw tooLong();
        continue;
      }
      this.#put(this.#recent[0] ?? 0, repeats);
      if (symbol === this.#last) return this.#bytes.subarray(0, this.#length);
      this.#put(toFront(this.#recent, symbol - 1), 1);
      repeats = 0;
      weight = 1;
    }
  }

  #symbol(): number {
    const selector = this.#selectors[Math.floor(this.#read / GROUP)];
    this.#read += 1;
    const symbol = selector === undefined ? undefined : this.#codes[selector]?.read(this.#input);
    if (symbol === undefined) throw new Bzip2Error("a block holds bits that stand for nothing");
    return symbol;
  }

  #put(byte: number, count: number): void {
    if (this.#length + count > this.#bytes.length) throw tooLong();
    this.#bytes.fill(byte, this.#length, this.#length + count);
    this.#length += count;
  }
}

function tooLong(): Bzip2Error {
  return new Bzip2Error("a block is longer than the file says");
}
