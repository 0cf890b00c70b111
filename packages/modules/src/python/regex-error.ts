/**
 * What is wrong with a regular expression.
 */
import { PythonError } from "../values/python-error.js";

/** A pattern that Python refuses as well, in its words. */
export function patternError(what: string, at: number): PythonError {
  return new PythonError("re.error", `${what} at position ${at}`);
}

/** A pattern that Python takes and that cannot be carried over. */
export function unsupportedPattern(what: string, at: number): PythonError {
  return new PythonError("re.error", `${what} at position ${at}: this is not supported here`);
}
