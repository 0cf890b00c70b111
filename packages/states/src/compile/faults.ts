/**
 * What is thrown when state data cannot be compiled at all; what can be told beside other errors goes into a list.
 */
import { SaltError } from "@salt/core";

/** State data of a form that nothing can be made of. */
export class StateDataError extends SaltError {
  constructor(message: string, hint?: string, cause?: unknown) {
    super("STATE_DATA", message, { ...(hint === undefined ? {} : { hint }), cause });
  }
}

/** A top file from which no targets can be read. */
export class TopFileError extends SaltError {
  constructor(message: string) {
    super("TOP_FILE", message, {
      hint: "state.show_top shows what is read; every environment is a map of targets.",
    });
  }
}
