/**
 * Checksums of files.
 */
import { getHashes } from "node:crypto";
import { fileDigest } from "@salt/core";
import { PythonError } from "../../values/python-error.js";

/** Lengths of checksums in hexadecimal digits by kind, in Salt's order. */
export const HASH_LENGTHS: ReadonlyMap<string, number> = new Map([
  ["sha512", 128],
  ["sha384", 96],
  ["sha256", 64],
  ["sha224", 56],
  ["sha1", 40],
  ["md5", 32],
]);

/** Kinds of checksums by their length. */
export const HASHES_BY_LENGTH: ReadonlyMap<number, string> = new Map(
  [...HASH_LENGTHS].map(([kind, length]) => [length, kind]),
);

/** Kinds that Python's hashlib names differently. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  sha3_224: "sha3-224",
  sha3_256: "sha3-256",
  sha3_384: "sha3-384",
  sha3_512: "sha3-512",
  blake2b: "blake2b512",
  blake2s: "blake2s256",
};

/** What Node calls a kind of checksum. Throws PythonError (`ValueError`) for one that is not known. */
export function digestName(form: string): string {
  if (HASH_LENGTHS.has(form)) return form;
  const name = Object.hasOwn(OTHER_NAMES, form) ? OTHER_NAMES[form] : undefined;
  if (name !== undefined && getHashes().includes(name)) return name;
  throw new PythonError("ValueError", `Invalid hash type: ${form}`);
}

/** The checksum of a file, in hexadecimal digits. Throws PythonError for a kind that is not known, and the system's error. */
export async function hashFile(path: string, form: string): Promise<string> {
  return await fileDigest(path, digestName(form));
}
