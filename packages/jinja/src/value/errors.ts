/**
 * Python's exceptions as they appear in templates, and Jinja2's own.
 */
import { SaltError } from "@salt/core";

/** An exception of Python's: `pyClass` is its class, the message what `str()` of it gives. */
export class PyError extends SaltError {
  readonly pyClass: string;
  /** The line of the template that is to blame, when it is known from the start (syntax errors). */
  readonly line: number | undefined;

  constructor(
    pyClass: string,
    message: string,
    options: { line?: number; cause?: unknown; hint?: string } = {},
  ) {
    const { line: _line, ...told } = options;
    super("TEMPLATE", message, told);
    this.pyClass = pyClass;
    this.line = options.line;
  }
}

/** An error in a template's source, found before anything ran. */
export class TemplateSyntaxError extends PyError {
  constructor(message: string, line: number, pyClass = "TemplateSyntaxError") {
    super(pyClass, message, { line });
  }
}

/** Python's TypeError. */
export function typeError(message: string): PyError {
  return new PyError("TypeError", message);
}

/** Python's ValueError. */
export function valueError(message: string): PyError {
  return new PyError("ValueError", message);
}

/** Jinja2's error for the use of something undefined. */
export function undefinedError(message: string): PyError {
  return new PyError("UndefinedError", message);
}

/** Jinja2's error for what a filter or tag cannot do at run time. */
export function templateError(message: string): PyError {
  return new PyError("TemplateRuntimeError", message);
}

/** Jinja2's error for what the sandbox forbids. */
export function securityError(message: string): PyError {
  return new PyError("SecurityError", message);
}

/** Jinja2's error for an argument that a filter refuses. */
export function filterArgumentError(message: string): PyError {
  return new PyError("FilterArgumentError", message);
}

/** Python's RecursionError. */
export function recursionError(): PyError {
  return new PyError("RecursionError", "maximum recursion depth exceeded");
}
