/**
 * Python's random numbers for a seed of a template: `random.Random(hash(seed))`.
 */
import { PythonRandom, textHash } from "@salt/core";
import { PyError } from "../value/errors.js";
import { isInt, isText, textOf, type Val } from "../value/types.js";

/** The generator for a seed. Throws TypeError for seeds other than whole numbers and texts. */
export function seededRandom(seed: Val): PythonRandom {
  if (typeof seed === "boolean") return new PythonRandom(seed ? 1n : 0n);
  if (isInt(seed)) return new PythonRandom(BigInt(seed) % ((1n << 61n) - 1n));
  if (isText(seed)) return new PythonRandom(textHash(textOf(seed)));
  throw new PyError("TypeError", "seed: a whole number or a text is needed");
}
