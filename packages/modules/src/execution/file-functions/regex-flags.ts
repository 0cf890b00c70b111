/**
 * Flags of regular expressions as users write them: a number, a name or a list of names.
 */
import type { RegexFlags, Value } from "@salt/core";
import { CommandExecutionError, isInt, isList, PLAIN_FLAGS, pythonStr } from "@salt/core";

/** Python's numbers by name. */
const NUMBERS: Readonly<Record<string, number>> = {
  TEMPLATE: 1,
  T: 1,
  IGNORECASE: 2,
  I: 2,
  LOCALE: 4,
  L: 4,
  MULTILINE: 8,
  M: 8,
  DOTALL: 16,
  S: 16,
  UNICODE: 32,
  U: 32,
  VERBOSE: 64,
  X: 64,
  ASCII: 256,
  A: 256,
};

/** The flags that a value names. Throws CommandExecutionError for a name that is none. */
export function regexFlags(given: Value): RegexFlags {
  if (isInt(given)) return fromNumber(Number(given));
  if (typeof given === "string") return regexFlags([given]);
  if (!isList(given)) {
    throw new CommandExecutionError(
      `Invalid re flags: "${pythonStr(given)}", must be given either as a single flag string, a list of strings, as an integer, or as an re flag`,
    );
  }
  let bits = 0;
  for (const flag of given) {
    const number = NUMBERS[pythonStr(flag).toUpperCase()];
    if (number === undefined) throw new CommandExecutionError(`Invalid re flag given: ${pythonStr(flag)}`);
    bits |= number;
  }
  return fromNumber(bits);
}

function fromNumber(bits: number): RegexFlags {
  return {
    ...PLAIN_FLAGS,
    ignoreCase: (bits & 2) !== 0,
    multiline: (bits & 8) !== 0,
    dotAll: (bits & 16) !== 0,
    verbose: (bits & 64) !== 0,
    alphabet: (bits & 256) !== 0 ? "ascii" : "unicode",
  };
}
