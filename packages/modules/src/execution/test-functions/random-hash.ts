/**
 * `test.random_hash`: the digest of a random number.
 */
import { createHash, getHashes, randomInt } from "node:crypto";
import { PythonError } from "../../values/python-error.js";

/** The widest range that the source of random numbers offers. */
const MAX_RANGE = 2 ** 48 - 1;

/** The hex digest of a random number from 0 to `size`. Throws AttributeError for an unknown hash. */
export function randomHash(size: number, hashType: string): string {
  if (!/^[a-z0-9_]+$/.test(hashType) || !getHashes().includes(hashType)) {
    throw new PythonError("AttributeError", `There is no hash of the name '${hashType}'`);
  }
  if (size < 0) throw new PythonError("ValueError", `There is no number from 0 to ${size}`);
  const number = randomInt(0, Math.min(Math.trunc(size), MAX_RANGE - 1) + 1);
  return createHash(hashType).update(String(number)).digest("hex");
}
