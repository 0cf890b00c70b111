/**
 * The hash under which Samba keeps passwords: MD4 of the text in UTF-16. Node's OpenSSL no longer has MD4.
 */

const ROUNDS = [
  { add: 0, order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], shifts: [3, 7, 11, 19] },
  { add: 0x5a827999, order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15], shifts: [3, 5, 9, 13] },
  { add: 0x6ed9eba1, order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15], shifts: [3, 9, 11, 15] },
] as const;

const MIX = [
  (x: number, y: number, z: number): number => (x & y) | (~x & z),
  (x: number, y: number, z: number): number => (x & y) | (x & z) | (y & z),
  (x: number, y: number, z: number): number => x ^ y ^ z,
] as const;

/** The hash of a password in capital hexadecimal digits. */
export function ntHash(password: string): string {
  return md4(Buffer.from(password, "utf16le")).toString("hex").toUpperCase();
}

/** MD4 as RFC 1320 has it. */
export function md4(text: Uint8Array): Buffer {
  const padded = Buffer.alloc(Math.ceil((text.length + 9) / 64) * 64);
  padded.set(text);
  padded[text.length] = 0x80;
  padded.writeBigUInt64LE(BigInt(text.length) * 8n, padded.length - 8);
  let state: readonly number[] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let at = 0; at < padded.length; at += 64) {
    const words = Array.from({ length: 16 }, (_unset, word) => padded.readUInt32LE(at + word * 4));
    const mixed = mixBlock(state, words);
    state = state.map((part, index) => (part + (mixed[index] ?? 0)) >>> 0);
  }
  const digest = Buffer.alloc(16);
  for (const [index, part] of state.entries()) digest.writeUInt32LE(part, index * 4);
  return digest;
}

function mixBlock(state: readonly number[], words: readonly number[]): readonly number[] {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (const [round, { add, order, shifts }] of ROUNDS.entries()) {
    const mix = MIX[round] ?? MIX[0];
    for (const [step, word] of order.entries()) {
      const sum = (a + mix(b, c, d) + (words[word] ?? 0) + add) >>> 0;
      const shift = shifts[step % 4] ?? 0;
      const turned = ((sum << shift) | (sum >>> (32 - shift))) >>> 0;
      [a, b, c, d] = [d, turned, b, c];
    }
  }
  return [a, b, c, d];
}
