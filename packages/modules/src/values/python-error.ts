/**
 * Errors that real Salt reports by the name of a Python exception.
 */
import { SaltError } from "@salt/core";

/** An error that is shown under a name of Python's, e.g. `ValueError`, so that callers find the word they look for. */
export class PythonError extends SaltError {
  constructor(name: string, message: string) {
    super("PYTHON_EXCEPTION", message);
    this.name = name;
  }
}
