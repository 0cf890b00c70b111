/**
 * The errors of all packages: one base class with a code from a table, a hint on what to do, and the cause.
 */

/** What every error carries beside its message. */
export interface SaltErrorOptions {
  /** What the reader can do about it. */
  readonly hint?: string;
  /** Facts for the log; never secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
  /** The exit status of a command that ends with this error. */
  readonly exitCode?: number;
}

/** The base of every error thrown on purpose. `code` is stable and documented; the message is for people. */
export class SaltError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;
  readonly exitCode: number;

  constructor(code: string, message: string, options: SaltErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = options.hint;
    this.details = options.details ?? {};
    this.exitCode = options.exitCode ?? 1;
  }
}

/** A command that a function ran, or the function's own work, failed: Salt's CommandExecutionError. */
export class CommandExecutionError extends SaltError {
  constructor(message: string, options: SaltErrorOptions = {}) {
    super("COMMAND_EXECUTION", message, options);
  }
}

/** A program that a function needs is not installed: Salt's CommandNotFoundError. */
export class CommandNotFoundError extends SaltError {
  constructor(message: string, options: SaltErrorOptions = {}) {
    super("COMMAND_NOT_FOUND", message, options);
  }
}

/** A function was called with arguments that make no sense together: Salt's SaltInvocationError. */
export class SaltInvocationError extends SaltError {
  constructor(message: string, options: SaltErrorOptions = {}) {
    super("INVOCATION", message, options);
  }
}

/** A call has keyword arguments that the function does not take; it is refused before it begins. */
export class UnknownKeywordError extends SaltInvocationError {}

/** The arguments do not fit the function's parameters: Python's TypeError of a call. */
export class ArgumentBindingError extends SaltError {
  constructor(message: string, options: SaltErrorOptions = {}) {
    super("ARGUMENT_BINDING", message, options);
  }
}

/** The function asked for is not there; `reason` says why, when its module refused to load. */
export class FunctionNotAvailableError extends SaltError {
  constructor(fun: string, reason?: string) {
    super(
      "FUNCTION_NOT_AVAILABLE",
      `'${fun}' is not available.`,
      reason === undefined ? {} : { hint: reason },
    );
  }
}

/**
 * A function that is not written in this program's language failed: `name` is its exception's class, and `traceback`
 * what that language shows of it, as the minion answers it.
 */
export class ForeignError extends SaltError {
  readonly traceback: string;

  constructor(name: string, message: string, traceback: string) {
    super("FOREIGN", message);
    this.name = name;
    this.traceback = traceback;
  }
}

/** Data from outside does not have the shape it must have. */
export class MalformedError extends SaltError {
  constructor(what: string, options: SaltErrorOptions = {}) {
    super("MALFORMED", what, options);
  }
}

/** A configuration file or option is wrong; the message names file, line, option and what is allowed. */
export class ConfigError extends SaltError {
  constructor(message: string, options: SaltErrorOptions = {}) {
    super("CONFIG", message, options);
  }
}

/** Something did not happen in the time allowed. */
export class TimeoutError extends SaltError {
  constructor(what: string, options: SaltErrorOptions = {}) {
    super("TIMEOUT", what, options);
  }
}

/** The text of anything that was thrown. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
