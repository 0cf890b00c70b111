/**
 * The comment of a state whose function threw: in the form of a Python traceback.
 */
import {
  ArgumentBindingError,
  CommandExecutionError,
  CommandNotFoundError,
  errorText,
  ForeignError,
  FunctionNotAvailableError,
  SaltInvocationError,
} from "@salt/core";

/** Salt's sentence, with what failed in it. */
export function exceptionComment(full: string, error: unknown): string {
  return `An exception occurred in this state: ${traceback(full, error)}`;
}

function traceback(full: string, error: unknown): string {
  if (error instanceof ForeignError) return error.traceback;
  return `Traceback (most recent call last):\n  in ${full}\n${pythonName(error)}: ${shownText(error)}\n`;
}

/** Where in our own code it happened is for the log; what it is called is what Salt's users look for. */
function pythonName(error: unknown): string {
  if (error instanceof ArgumentBindingError) return "TypeError";
  if (error instanceof FunctionNotAvailableError) return "KeyError";
  if (error instanceof CommandNotFoundError) return "salt.exceptions.CommandNotFoundError";
  if (error instanceof CommandExecutionError) return "salt.exceptions.CommandExecutionError";
  if (error instanceof SaltInvocationError) return "salt.exceptions.SaltInvocationError";
  return error instanceof Error && error.name !== "Error" ? error.name : "Exception";
}

function shownText(error: unknown): string {
  if (!(error instanceof FunctionNotAvailableError)) return errorText(error);
  return `"${error.message}"`;
}
