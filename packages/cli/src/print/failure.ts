/**
 * Errors as commands report them: a sentence and a hint on standard error, and an exit status.
 */
import { errorText, SaltError } from "@salt/core";
import { UsageError } from "../arguments/usage-error.js";

/** What is left of an error: text for standard error and an exit status. */
export interface Failure {
  readonly text: string;
  readonly exitCode: number;
}

/** Exit status of errors that nobody foresaw, as in sysexits.h. */
const EXIT_SOFTWARE = 70;

/** Exit statuses of the operating system's errors, by their code. */
const SYSTEM_ERRORS: Readonly<Record<string, { readonly hint: string; readonly exitCode: number }>> = {
  EACCES: { hint: "Run the command as an account that may do that, or change owner and mode.", exitCode: 77 },
  EPERM: { hint: "Run the command as an account that may do that.", exitCode: 77 },
  EROFS: { hint: "The file system is read-only; choose another directory.", exitCode: 73 },
  ENOSPC: { hint: "The disk is full; make room and try again.", exitCode: 75 },
  EDQUOT: { hint: "The quota is used up; make room and try again.", exitCode: 75 },
  EMFILE: { hint: "Too many open files; raise the limit (ulimit -n).", exitCode: 75 },
};

/** Describes an error. `trace` adds the stack, as --hard-crash asks for. */
export function describeError(error: unknown, program: string, trace = false): Failure {
  if (error instanceof UsageError) {
    return {
      text: `Usage: ${error.usage}\n\n${error.program}: error: ${error.message}\n`,
      exitCode: error.exitCode,
    };
  }
  const stack = trace && error instanceof Error ? `${error.stack}\n` : "";
  if (error instanceof SaltError) {
    const hint = error.hint === undefined ? "" : `${error.hint}\n`;
    return { text: `${ensureNewline(error.message)}${hint}${stack}`, exitCode: error.exitCode };
  }
  const system = systemError(error);
  if (system !== undefined) {
    return { text: `${program}: ${errorText(error)}\n${system.hint}\n${stack}`, exitCode: system.exitCode };
  }
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    text: `${program}: an error that should not happen; please report it.\n${told}\n`,
    exitCode: EXIT_SOFTWARE,
  };
}

function systemError(error: unknown): { readonly hint: string; readonly exitCode: number } | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  const known = SYSTEM_ERRORS[error.code];
  if (known !== undefined) return known;
  return "syscall" in error ? { hint: "See the path above.", exitCode: 1 } : undefined;
}

function ensureNewline(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}
