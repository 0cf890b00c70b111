/**
 * Apache's own form of MD5 passwords, `$apr1$`, which no system library makes.
 */
import { createHash } from "node:crypto";

const MAGIC = "$apr1$";
const ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ROUNDS = 1000;
/** Which bytes of the digest make up each group of characters. */
const GROUPS = [
  [0, 6, 12],
  [1, 7, 13],
  [2, 8, 14],
  [3, 9, 15],
  [4, 10, 5],
] as const;

/** The hash of a password with the salt of another hash. */
export function apacheMd5(password: string, hashed: string): string {
  const salt = Buffer.from((hashed.slice(MAGIC.length).split("$")[0] ?? "").slice(0, 8), "latin1");
  const secret = Buffer.from(password, "utf8");
  const digest = stretched(secret, salt, firstDigest(secret, salt));
  return `${MAGIC}${salt.toString("latin1")}$${characters(digest)}`;
}

function firstDigest(secret: Buffer, salt: Buffer): Buffer {
  const inner = md5(secret, salt, secret);
  const repeated = Buffer.alloc(secret.length);
  for (let at = 0; at < secret.length; at++) repeated[at] = inner[at % inner.length] ?? 0;
  const bits: Buffer[] = [];
  for (let left = secret.length; left > 0; left >>= 1) {
    bits.push(left % 2 === 1 ? Buffer.alloc(1) : secret.subarray(0, 1));
  }
  return md5(secret, Buffer.from(MAGIC), salt, repeated, ...bits);
}

function stretched(secret: Buffer, salt: Buffer, first: Buffer): Buffer {
  let digest = first;
  for (let round = 0; round < ROUNDS; round++) {
    const isOdd = round % 2 === 1;
    const parts = [isOdd ? secret : digest];
    if (round % 3 !== 0) parts.push(salt);
    if (round % 7 !== 0) parts.push(secret);
    parts.push(isOdd ? digest : secret);
    digest = md5(...parts);
  }
  return digest;
}

function md5(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash("md5");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function characters(digest: Buffer): string {
  const byte = (at: number): number => digest[at] ?? 0;
  const groups = GROUPS.map(([a, b, c]) => base64(byte(a) * 0x10000 + byte(b) * 0x100 + byte(c), 4));
  return groups.join("") + base64(byte(11), 2);
}

function base64(number: number, length: number): string {
  let text = "";
  for (let left = number, at = 0; at < length; at++, left = Math.floor(left / 64))
    text += ALPHABET[left % 64] ?? "";
  return text;
}
