/**
 * The errors of the file server.
 */
import type { SaltErrorOptions } from "@salt/core";
import { SaltError } from "@salt/core";

/** A source of files cannot be read or updated; the message says which and why. */
export class FileSourceError extends SaltError {
  constructor(message: string, options: SaltErrorOptions = {}) {
    super("FILE_SOURCE", message, options);
  }
}
