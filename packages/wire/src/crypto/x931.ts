/**
 * ANSI X9.31 padding without a hash: the "private encryption" of the token in each request and of the digest in
 * sign-in replies. OpenSSL 3 no longer offers it, so the block is built here and only the power is left to it.
 */

const FIRST = 0x6b;
const FIRST_UNPADDED = 0x6a;
const FILL = 0xbb;
const END_OF_FILL = 0xba;
const LAST = 0xcc;

/** The block of `size` bytes for a message, or undefined when it does not fit. */
export function x931Block(message: Uint8Array, size: number): Buffer | undefined {
  const fill = size - message.length - 3;
  if (fill < -1) return undefined;
  const head = fill === -1 ? [FIRST_UNPADDED] : [FIRST, ...new Array<number>(fill).fill(FILL), END_OF_FILL];
  return Buffer.concat([Buffer.from(head), message, Buffer.from([LAST])]);
}

/** The message in a block, or undefined when the block is not in form. */
export function x931Message(block: Buffer): Buffer | undefined {
  if (block.length < 2 || block[block.length - 1] !== LAST) return undefined;
  if (block[0] === FIRST_UNPADDED) return block.subarray(1, -1);
  if (block[0] !== FIRST) return undefined;
  let at = 1;
  while (block[at] === FILL) at++;
  return block[at] === END_OF_FILL && at < block.length - 1 ? block.subarray(at + 1, -1) : undefined;
}

/** The lesser of f and n - f, which is the value sent. */
export function lesserRoot(power: Buffer, modulus: bigint): Buffer {
  const f = toBigint(power);
  const other = modulus - f;
  return f <= other ? power : toBytes(other, power.length);
}

/** Undoes `lesserRoot`: every block ends in the four bits 1100, so the other of the pair is the right one else. */
export function rootWithEnding(power: Buffer, modulus: bigint): Buffer {
  const v = toBigint(power);
  return (v & 15n) === 12n ? power : toBytes(modulus - v, power.length);
}

function toBigint(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString("hex")}`);
}

function toBytes(value: bigint, size: number): Buffer {
  return Buffer.from(value.toString(16).padStart(size * 2, "0"), "hex");
}
