/**
 * Python's random numbers for a seed: the same as CPython's, for those who want them again.
 */
import { createHash } from "node:crypto";

const WORDS = 624;
const MIDDLE = 397;

/** The Mersenne Twister MT19937, seeded as CPython seeds it. */
export class PythonRandom {
  readonly #state = new Uint32Array(WORDS);
  #at = WORDS;

  /** The state after `random.seed` of a whole number or of a text. */
  constructor(seed: bigint | string) {
    this.#start(typeof seed === "string" ? numberOf(seed) : seed);
  }

  #start(seed: bigint): void {
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

  /** A whole number from 0 to below `limit`, which is at least 1 and at most 2^53. */
  below(limit: number): number {
    const bits = limit.toString(2).length;
    for (;;) {
      const found = this.#bits(bits);
      if (found < limit) return found;
    }
  }

  /** `random.getrandbits`, for up to 53 bits: the lowest word comes first. */
  #bits(count: number): number {
    if (count <= 32) return this.#next() >>> (32 - count);
    const low = this.#next();
    return low + (this.#next() >>> (64 - count)) * 2 ** 32;
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

/** What Python makes of a text before it seeds: its bytes and their SHA-512 as one number. */
function numberOf(text: string): bigint {
  const digest = createHash("sha512").update(text).digest("hex");
  return BigInt(`0x${Buffer.from(text).toString("hex")}${digest}`);
}
