/**
 * Python's generator for seeds that come with a call.
 */
import type { Value } from "@salt/core";
import { PythonRandom, pythonType, textHash } from "@salt/core";
import { PythonError } from "./python-error.js";

/** Python hashes whole numbers by their rest. */
const MODULUS = (1n << 61n) - 1n;

/** `random.seed(seed)`. Throws PythonError for seeds other than whole numbers, texts and truth values. */
export function seededBy(seed: Value): PythonRandom {
  return new PythonRandom(typeof seed === "string" ? seed : numberOf(seed));
}

/**
 * `random.Random(hash(seed))`, what Salt's samples are made of. The hash of a text changes with every process of
 * Python; it is that of PYTHONHASHSEED=0. Throws as `seededBy`.
 */
export function hashedBy(seed: Value): PythonRandom {
  return new PythonRandom(typeof seed === "string" ? textHash(seed) : numberOf(seed) % MODULUS);
}

function numberOf(seed: Value): bigint {
  if (typeof seed === "boolean") return seed ? 1n : 0n;
  if (typeof seed === "bigint") return seed;
  if (typeof seed === "number") return BigInt(seed);
  throw new PythonError("TypeError", `seed: a whole number or a text is needed, not ${pythonType(seed)}`);
}
