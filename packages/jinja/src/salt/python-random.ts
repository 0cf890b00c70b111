/**
 * Python's random numbers for a seed: `random.Random(hash(seed))`, with the hash that Python has under
 * PYTHONHASHSEED=0 (any other changes from process to process).
 */

import { PyError } from "../value/errors.js";
import { isInt, isText, textOf, type Val } from "../value/types.js";

const WORDS = 624;
const MIDDLE = 397;
const MASK = (1n << 64n) - 1n;

/** The Mersenne Twister MT19937, seeded as CPython seeds it. */
export class PythonRandom {
  readonly #state = new Uint32Array(WORDS);
  #at = WORDS;

  constructor(seed: bigint) {
    this.#seedByWords(wordsOf(seed < 0n ? -seed : seed));
  }

  #seedByNumber(seed: number): void {
    this.#state[0] = seed;
    for (let i = 1; i < WORDS; i++) {
      const last = this.#word(i - 1);
      this.#state[i] = Math.imul(1812433253, last ^ (last >>> 30)) + i;
    }
  }

  #seedByWords(key: readonly number[]): void {
    this.#seedByNumber(19650218);
    const state = this.#state;
    let at = 1;
    const step = (): void => {
      at += 1;
      if (at < WORDS) return;
      state[0] = this.#word(WORDS - 1);
      at = 1;
    };
    const mixed = (factor: number): number => {
      const last = this.#word(at - 1);
      return this.#word(at) ^ Math.imul(last ^ (last >>> 30), factor);
    };
    for (let round = 0; round < Math.max(WORDS, key.length); round++) {
      const index = round % key.length;
      state[at] = mixed(1664525) + (key[index] ?? 0) + index;
      step();
    }
    for (let round = 1; round < WORDS; round++) {
      state[at] = mixed(1566083941) - at;
      step();
    }
    state[0] = 0x80000000;
  }

  #word(index: number): number {
    return this.#state[index % WORDS] ?? 0;
  }

  #twist(): void {
    for (let i = 0; i < WORDS; i++) {
      const y = (this.#word(i) & 0x80000000) | (this.#word(i + 1) & 0x7fffffff);
      this.#state[i] = this.#word(i + MIDDLE) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#at = 0;
  }

  /** 32 random bits. */
  #next(): number {
    if (this.#at >= WORDS) this.#twist();
    let y = this.#word(this.#at);
    this.#at += 1;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** A whole number from 0 to below `limit`, which is at most 2^31. */
  below(limit: number): number {
    const bits = 32 - Math.clz32(limit);
    for (;;) {
      const found = this.#next() >>> (32 - bits);
      if (found < limit) return found;
    }
  }

  /** `random.sample`. */
  sample<T>(items: readonly T[], size: number): T[] {
    const swaps = size > 5 ? 21 + 4 ** Math.ceil(Math.log(size * 3) / Math.log(4)) : 21;
    return items.length <= swaps ? this.#fromPool(items, size) : this.#byIndex(items, size);
  }

  #fromPool<T>(items: readonly T[], size: number): T[] {
    const pool = [...items];
    const out: T[] = [];
    for (let i = 0; i < size; i++) {
      const at = this.below(pool.length);
      out.push(...pool.slice(at, at + 1));
      const last = pool.pop();
      if (at < pool.length && last !== undefined) pool[at] = last;
    }
    return out;
  }

  #byIndex<T>(items: readonly T[], size: number): T[] {
    const taken = new Set<number>();
    while (taken.size < size) taken.add(this.below(items.length));
    return [...taken].flatMap((at) => items.slice(at, at + 1));
  }
}

/** A number's 32-bit words, the lowest first. */
function wordsOf(seed: bigint): readonly number[] {
  const out: number[] = [];
  for (let rest = seed; rest > 0n; rest >>= 32n) out.push(Number(rest & 0xffffffffn));
  return out.length === 0 ? [0] : out;
}

/** The generator for a seed. Throws TypeError for seeds other than whole numbers and texts. */
export function seededRandom(seed: Val): PythonRandom {
  if (typeof seed === "boolean") return new PythonRandom(seed ? 1n : 0n);
  if (isInt(seed)) return new PythonRandom(BigInt(seed) % ((1n << 61n) - 1n));
  if (isText(seed)) return new PythonRandom(textHash(textOf(seed)));
  throw new PyError("TypeError", "seed: a whole number or a text is needed");
}

/** `hash(text)`: SipHash-1-3 with a key of zeros over the characters as CPython stores them. */
function textHash(text: string): bigint {
  if (text === "") return 0n;
  const hash = BigInt.asIntN(64, sipHash(storedBytes(text)));
  return hash === -1n ? -2n : hash;
}

function storedBytes(text: string): Buffer {
  const codes = Array.from(text, (char) => char.codePointAt(0) ?? 0);
  const highest = codes.reduce((most, code) => Math.max(most, code), 0);
  const width = highest < 0x100 ? 1 : highest < 0x10000 ? 2 : 4;
  const out = Buffer.alloc(codes.length * width);
  for (const [at, code] of codes.entries()) out.writeUIntLE(code, at * width, width);
  return out;
}

function rotate(value: bigint, by: bigint): bigint {
  return ((value << by) | (value >> (64n - by))) & MASK;
}

type Lanes = [a: bigint, b: bigint, c: bigint, d: bigint];

function sipRound([a, b, c, d]: Lanes): Lanes {
  let [v0, v1, v2, v3] = [(a + b) & MASK, rotate(b, 13n), (c + d) & MASK, rotate(d, 16n)];
  v1 ^= v0;
  v0 = rotate(v0, 32n);
  v3 ^= v2;
  v0 = (v0 + v3) & MASK;
  v3 = rotate(v3, 21n) ^ v0;
  v2 = (v2 + v1) & MASK;
  v1 = rotate(v1, 17n) ^ v2;
  return [v0, v1, rotate(v2, 32n), v3];
}

function sipHash(bytes: Buffer): bigint {
  let lanes: Lanes = [0x736f6d6570736575n, 0x646f72616e646f6dn, 0x6c7967656e657261n, 0x7465646279746573n];
  const whole = bytes.length - (bytes.length % 8);
  const last = Buffer.alloc(8);
  bytes.copy(last, 0, whole);
  last[7] = bytes.length & 0xff;
  const mix = (word: bigint): void => {
    const [v0, v1, v2, v3] = sipRound([lanes[0], lanes[1], lanes[2], lanes[3] ^ word]);
    lanes = [v0 ^ word, v1, v2, v3];
  };
  for (let at = 0; at < whole; at += 8) mix(bytes.readBigUInt64LE(at));
  mix(last.readBigUInt64LE(0));
  lanes = [lanes[0], lanes[1], lanes[2] ^ 0xffn, lanes[3]];
  for (let round = 0; round < 3; round++) lanes = sipRound(lanes);
  return lanes[0] ^ lanes[1] ^ lanes[2] ^ lanes[3];
}
