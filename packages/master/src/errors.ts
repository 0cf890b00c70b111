/**
 * The errors of the master, each for something that a caller can act on.
 */
import type { SaltErrorOptions } from "@salt/core";
import { SaltError } from "@salt/core";

/** The master cannot start: a port is taken, a key unreadable, a directory not its own. */
export class StartError extends SaltError {
  constructor(message: string, options: SaltErrorOptions = {}) {
    super("MASTER_START", message, { exitCode: 1, ...options });
  }
}

/** A change of keys that was asked for is not possible. */
export class KeyStoreError extends SaltError {
  constructor(message: string, options: SaltErrorOptions = {}) {
    super("KEY_STORE", message, options);
  }
}

/** The job cache cannot be opened, read or written. */
export class JobStoreError extends SaltError {
  constructor(message: string, options: SaltErrorOptions = {}) {
    super("JOB_STORE", message, options);
  }
}

/** A job is refused; `name` is the word that clients of the reference know the reason by. */
export class PublishRefused extends SaltError {
  readonly reason: string;

  constructor(reason: string, message: string, options: SaltErrorOptions = {}) {
    super("PUBLISH_REFUSED", message, options);
    this.reason = reason;
  }
}

/** The system's code of an error, such as `ENOENT`; "unknown" when it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
