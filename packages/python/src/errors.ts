/**
 * What can go wrong with Python, as errors.
 */
import type { SaltErrorOptions } from "@salt/core";
import {
  ArgumentBindingError,
  CommandExecutionError,
  CommandNotFoundError,
  ForeignError,
  SaltError,
  SaltInvocationError,
} from "@salt/core";

/** The Python process could not be started, or ended while it had work to do. */
export class PythonProcessError extends SaltError {
  constructor(message: string, options: SaltErrorOptions = {}) {
    super("PYTHON_PROCESS", message, options);
  }
}

/** What the host told of an exception. */
export interface PythonFault {
  /** The exception's class, or the nearest of those that a minion answers in a way of its own. */
  readonly kind: string;
  readonly message: string;
  /** Python's traceback; empty when there is none. */
  readonly traceback: string;
}

/**
 * The error for an exception. A TypeError counts as wrong arguments wherever in the function it was raised: that is
 * how real minions answer it.
 */
export function errorOf({ kind, message, traceback }: PythonFault): SaltError {
  switch (kind) {
    case "CommandExecutionError":
      return new CommandExecutionError(message);
    case "CommandNotFoundError":
      return new CommandNotFoundError(message);
    case "SaltInvocationError":
      return new SaltInvocationError(message);
    case "TypeError":
      return new ArgumentBindingError(message);
    default:
      return new ForeignError(kind, message, traceback === "" ? `${kind}: ${message}\n` : traceback);
  }
}
