/**
 * A command line that reads well and yet cannot be run.
 */
import type { SaltErrorOptions } from "@salt/core";
import { SaltError } from "@salt/core";
import type { Options } from "../arguments/option.js";
import type { CommandLine } from "../arguments/program.js";
import { UsageError } from "../arguments/usage-error.js";
import type { Terminal } from "../print/terminal.js";

/** How a `CommandError` is told. */
export interface CommandErrorOptions extends SaltErrorOptions {
  /** Print the help ahead: the words that would say what to do are missing. */
  readonly withHelp?: boolean;
}

/** Thrown after parsing, when words or options make no sense together. Ends with status 64 unless told otherwise. */
export class CommandError extends SaltError {
  readonly withHelp: boolean;

  constructor(message: string, options: CommandErrorOptions = {}) {
    super("COMMAND", message, { exitCode: 64, ...options });
    this.withHelp = options.withHelp ?? false;
  }
}

/** Runs a command; its CommandErrors are told as other errors of usage are. */
export async function withUsage(
  line: CommandLine<Options>,
  terminal: Terminal,
  run: () => Promise<number>,
): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (error.withHelp) {
      const { helpText } = await import("../arguments/help.js");
      terminal.out(helpText(line.program, terminal.columns));
    }
    throw error.exitCode === 64 ? new UsageError(line.program, error.message) : error;
  }
}
