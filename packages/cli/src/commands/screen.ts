/**
 * Where a command prints: values through outputters, plain lines, and complaints.
 */
import type { Value } from "@salt/core";

/** What commands print with; the bins make one of the terminal, tests make one of a list. */
export interface Screen {
  /** Prints a value with an outputter; that of the command line wins. */
  value(
    value: Value,
    hint?: { readonly outputter?: string | undefined; readonly retcode?: number },
  ): Promise<void>;
  /** Loads what `value` will need, while the command waits for something else. */
  prepare(): void;
  /** Prints a line to standard output. */
  line(text: string): void;
  /** Prints a line to standard error. */
  complain(text: string): void;
}
