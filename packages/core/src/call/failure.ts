/**
 * What a minion answers when a call fails.
 */
import {
  ArgumentBindingError,
  CommandExecutionError,
  CommandNotFoundError,
  errorText,
  ForeignError,
  FunctionNotAvailableError,
  SaltError,
  SaltInvocationError,
  UnknownKeywordError,
} from "../base/errors.js";
import type { PluginFunction } from "../plugin/function.js";
import { documentationOf } from "./documentation.js";

/** The parts of a return that tell a failure. */
export interface FailedCall {
  readonly return: string;
  readonly retcode: number;
  readonly out: "nested";
}

/** The answer for an error thrown while looking up, binding or running `name`; `fn` when it was found. */
export function describeFailure(
  name: string,
  fn: Pick<PluginFunction<never>, "doc" | "examples"> | undefined,
  error: unknown,
): FailedCall {
  return { return: sentence(name, fn, error), retcode: 1, out: "nested" };
}

/**
 * Whether an error is one of Salt's that Python counts as a TypeError: commands and runners then show the function's
 * documentation. A keyword that the function does not take is refused before, and is not.
 */
export function isAboutArguments(error: unknown): boolean {
  if (error instanceof UnknownKeywordError) return false;
  return isTypeError(error) || error instanceof SaltInvocationError;
}

/** What the call itself refuses, and what a function throws in the name of Python's TypeError. */
function isTypeError(error: unknown): boolean {
  return error instanceof ArgumentBindingError || (error instanceof SaltError && error.name === "TypeError");
}

function sentence(
  name: string,
  fn: Pick<PluginFunction<never>, "doc" | "examples"> | undefined,
  error: unknown,
): string {
  const text = errorText(error);
  if (error instanceof FunctionNotAvailableError) return unavailable(name, text, error.hint);
  if (isTypeError(error)) {
    return `Passed invalid arguments to ${name}: ${text}\n${fn === undefined ? "" : documentationOf(fn)}`;
  }
  if (error instanceof CommandNotFoundError) return `Command required for '${name}' not found: ${text}`;
  if (error instanceof CommandExecutionError) return `ERROR: ${text}`;
  if (error instanceof SaltInvocationError) return `ERROR executing '${name}': ${text}`;
  return `The minion function caused an exception: ${traceback(name, error)}`;
}

/** Salt names the module, not the function, when the module refused to load. */
function unavailable(name: string, text: string, reason: string | undefined): string {
  if (reason === undefined) return text;
  const refused = `'${name.split(".")[0]}' __virtual__ returned False`;
  return reason === "" ? refused : `${refused}: ${reason}`;
}

/** Python's last lines of a traceback; where in our own code it happened is for the log, not for the wire. */
function traceback(name: string, error: unknown): string {
  if (error instanceof ForeignError) return error.traceback;
  const kind = error instanceof Error && error.name !== "Error" ? error.name : "Exception";
  return `Traceback (most recent call last):\n  in ${name}\n${kind}: ${errorText(error)}\n`;
}
