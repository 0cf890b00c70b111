/**
 * Running the programs of the system for functions, with arguments that stay arguments.
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { CommandExecutionError, get, pythonStr, SaltInvocationError } from "@salt/core";
import { findProgram } from "../cmd/programs.js";

/** What a program printed and its exit status. */
export interface ProgramResult {
  readonly retcode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** For programs whose status becomes that of the job, as it does in Salt for those that change something. */
export const COUNTED = { ignore_retcode: false } as const;

/** Runs a program, without a shell; options are those of `cmd.run_all`. A status other than 0 is no error here. */
export async function runProgram(
  words: readonly string[],
  context: ExecutionContext,
  options: { readonly [name: string]: Plain } = {},
): Promise<ProgramResult> {
  // A list whose only item looks like `a=b` is still one list.
  const result = await context.call("cmd.run_all", [words], {
    python_shell: false,
    ignore_retcode: true,
    ...options,
  });
  return {
    retcode: Number(get(result, "retcode") ?? 1),
    stdout: pythonStr(get(result, "stdout") ?? ""),
    stderr: pythonStr(get(result, "stderr") ?? ""),
  };
}

/** The path of a program. Throws CommandExecutionError when it is not installed. */
export function programPath(name: string): string {
  const found = findProgram(name);
  if (found === undefined) throw new CommandExecutionError(`Command '${name}' cannot be found`);
  return found;
}

/**
 * A name for a program that has no way to tell names from options, or that puts names into files line by line.
 * Throws SaltInvocationError for one that begins with a dash, is empty, or holds control characters.
 */
export function plainName(value: Value, what: string): string {
  const name = pythonStr(value);
  if (name === "" || name.startsWith("-") || hasControl(name)) {
    throw new SaltInvocationError(
      `${what} ${JSON.stringify(name)} cannot be used: it is empty, begins with '-' or holds control characters`,
    );
  }
  return name;
}

/** A value for an option; may begin with a dash. Throws SaltInvocationError when it holds control characters. */
export function plainValue(value: Value, what: string): string {
  const text = pythonStr(value);
  if (hasControl(text)) throw new SaltInvocationError(`${what} holds control characters`);
  return text;
}

function hasControl(text: string): boolean {
  return [...text].some((char) => char < " " || char === "\x7f");
}
