/**
 * The error of a command line that cannot be understood.
 */
import { SaltError } from "@salt/core";

/** Exit status of usage errors, as in sysexits.h. */
const EXIT_USAGE = 64;

/** A command line is wrong. `usage` is printed before the message, as all of Salt's commands do. */
export class UsageError extends SaltError {
  readonly program: string;
  readonly usage: string;

  constructor(program: { readonly name: string; readonly usage: string }, message: string) {
    super("USAGE", message, { exitCode: EXIT_USAGE, hint: `See ${program.name} --help.` });
    this.program = program.name;
    this.usage = program.usage;
  }
}
