/**
 * A word that a shell would take apart.
 */
import { SaltError } from "@salt/core";

/** Raised while the completion files are written, never for what a user types. */
export class CompletionFaultError extends SaltError {
  constructor(word: string) {
    super("COMPLETION_WORD", `The word ${JSON.stringify(word)} cannot stand in a completion file`, {
      hint: "Name it with letters, digits and . _ - only.",
    });
  }
}
