/**
 * The terminal a command runs at: where it prints, what it asks, when it is to end.
 */

import type { Scope } from "@salt/core";

/** What a command may do with the process it runs in; the bins make one, tests make one of lists. */
export interface Terminal {
  /** Writes to standard output, as it is: lines bring their own newline. */
  out(text: string): void;
  /** Writes to standard error. */
  err(text: string): void;
  /** Whether standard output is a terminal. */
  readonly isTerminal: boolean;
  /** Whether standard error is one. */
  readonly isErrorTerminal: boolean;
  /** Its width in characters. */
  readonly columns: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Shows a question on standard output and reads a line; undefined when the input has ended. */
  ask(question: string): Promise<string | undefined>;
  /** The same without showing what is typed, and with the question on standard error. */
  askSecret(question: string): Promise<string | undefined>;
  /** Everything on standard input. */
  readAll(): Promise<string>;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** What is to be closed when the program has come to its end. */
  readonly scope: Pick<Scope, "use">;
}
