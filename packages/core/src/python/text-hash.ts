/**
 * Python's hash of a text, as it is under PYTHONHASHSEED=0; every other one changes from process to process.
 */

const MASK = (1n << 64n) - 1n;

/** `hash(text)`: SipHash-1-3 with a key of zeros over the characters as CPython stores them. */
export function textHash(text: string): bigint {
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
