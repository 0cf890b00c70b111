/**
 * What a failed rendering says: Salt's text, with the place and what may have been meant.
 */
import { SaltError } from "@salt/core";
import type { RenderState } from "../runtime/state.js";
import { PyError } from "../value/errors.js";
import { nearNames } from "../value/near-names.js";
import { excerpt } from "./excerpt.js";
import { namesSetIn } from "./names-set.js";

/** Which of Salt's four texts an error has; `raw` is where Salt's own report breaks down. */
export type ErrorKind = "undefined" | "syntax" | "runtime" | "call" | "error" | "raw";

/** A template that could not be rendered. `line` is 0 when the message names another template's place. */
export class RenderError extends SaltError {
  readonly kind: ErrorKind;
  readonly pyClass: string;
  readonly line: number;

  constructor(
    kind: ErrorKind,
    pyClass: string,
    message: string,
    line: number,
    hint?: string,
    cause?: unknown,
  ) {
    super("RENDER", message, { ...(hint === undefined ? {} : { hint }), cause });
    this.kind = kind;
    this.pyClass = pyClass;
    this.line = line;
  }
}

const SYNTAX = new Set(["TemplateSyntaxError", "TemplateAssertionError"]);
const RUNTIME = new Set(["TemplateRuntimeError", "SecurityError", "FilterArgumentError"]);
const CALL = new Set(["SaltInvocationError", "CommandExecutionError"]);

function kindOf(pyClass: string): ErrorKind {
  if (pyClass === "UndefinedError") return "undefined";
  if (SYNTAX.has(pyClass)) return "syntax";
  if (RUNTIME.has(pyClass)) return "runtime";
  if (CALL.has(pyClass)) return "call";
  return pyClass === "SyntaxError" ? "raw" : "error";
}

const PREFIXES: Readonly<Record<ErrorKind, string>> = {
  undefined: "Jinja variable ",
  syntax: "Jinja syntax error: ",
  runtime: "Jinja syntax error: ",
  call: "Problem running salt function in Jinja template: ",
  error: "Jinja error: ",
  raw: "",
};

/** Python's class for an error that is not of the engine: by its name, which our own errors share. */
function classOf(error: unknown): string {
  if (error instanceof PyError) return error.pyClass;
  if (error instanceof RangeError && /call stack/i.test(error.message)) return "RecursionError";
  return error instanceof Error ? error.name : "Exception";
}

function messageOf(error: unknown): string {
  if (classOf(error) === "RecursionError") return "maximum recursion depth exceeded";
  return error instanceof Error ? error.message : String(error);
}

/** The error as Salt reports it, for a rendering that stopped at `state`'s place. */
export function renderError(error: unknown, state: Pick<RenderState, "line" | "template">): RenderError {
  const pyClass = classOf(error);
  const kind = kindOf(pyClass);
  const line = error instanceof PyError && error.line !== undefined ? error.line : state.line;
  const message = PREFIXES[kind] + messageOf(error);
  const path = state.template?.path;
  const hint = error instanceof PyError ? (error.hint ?? namesInScope(error, state)) : undefined;
  if (path === undefined) return new RenderError(kind, pyClass, message, line, hint, error);
  const place = `\n${path}(${line}):\n${excerpt(state.template?.source ?? "", line)}`;
  return new RenderError(kind, pyClass, message + place, 0, hint, error);
}

/** The variables in scope whose names are close to the one that was undefined, those of the template itself first. */
function namesInScope(
  error: PyError,
  state: Pick<RenderState, "line" | "template"> & { globals?: RenderState["globals"] },
): string | undefined {
  const name = /^'([^']+)' is undefined$/.exec(error.message)?.[1];
  if (name === undefined) return undefined;
  const given = state.globals?.all().keys() ?? [];
  const near = nearNames(name, [...namesSetIn(state.template?.source ?? ""), ...given]);
  return near.length === 0 ? undefined : `In scope are ${near.join(", ")}.`;
}
