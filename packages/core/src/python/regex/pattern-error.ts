/**
 * What is wrong with a regular expression.
 */
import { SaltError } from "../../base/errors.js";

/** A regular expression, or a replacement, that cannot be used: the message is that of Python's `re.error`. */
export class PatternError extends SaltError {
  constructor(message: string) {
    super("PYTHON_EXCEPTION", message);
    this.name = "re.error";
  }
}

/** A pattern that Python refuses as well, in its words. */
export function patternError(what: string, at: number): PatternError {
  return new PatternError(`${what} at position ${at}`);
}

/** A pattern that Python takes and that cannot be carried over. */
export function unsupportedPattern(what: string, at: number): PatternError {
  return new PatternError(`${what} at position ${at}: this is not supported here`);
}
