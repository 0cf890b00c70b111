/**
 * What can go wrong between a minion and its master before they trust each other.
 */
import type { SaltErrorOptions } from "@salt/core";
import { SaltError } from "@salt/core";

/** Salt's exit status for "not permitted". */
const NOT_PERMITTED = 77;
/** Salt's exit status for a master whose fingerprint is not the configured one. */
const WRONG_FINGERPRINT = 42;

/** A sign-in did not succeed; later tries may. */
export class SignInError extends SaltError {
  constructor(message: string, options: SaltErrorOptions = {}) {
    super("SIGN_IN", message, options);
  }
}

/** The master has rejected this minion's key; asking again is of no use. */
export class KeyRejectedError extends SaltError {
  constructor(id: string) {
    super("KEY_REJECTED", `The master rejected the key of minion ${id}`, {
      hint: "Delete the key at the master with salt-key -d, start again, and accept it; or set rejected_retry.",
      exitCode: NOT_PERMITTED,
    });
  }
}

/** The key that the master shows is not the one this minion trusts. */
export class MasterKeyChangedError extends SignInError {
  constructor(path: string) {
    super("The master's key is not the one this minion trusts", {
      hint: `If the master got a new key, delete ${path}; if it did not, someone else answers in its place.`,
    });
  }
}

/** The master's key does not have the fingerprint of the option `master_finger`. */
export class FingerprintError extends SaltError {
  constructor(found: string) {
    super(
      "MASTER_FINGERPRINT",
      "The master's key does not have the fingerprint of the option master_finger",
      {
        hint: "Compare it with what salt-key -F prints at the master; another master may answer in its place.",
        details: { found },
        exitCode: WRONG_FINGERPRINT,
      },
    );
  }
}

/** No master answered, as often as was allowed. */
export class NoMasterError extends SaltError {
  constructor(masters: readonly string[], cause: unknown) {
    super("NO_MASTER", `No master could be signed in to (${masters.join(", ")})`, {
      hint: "Is the master running, and is its request port reachable from here?",
      cause,
      exitCode: 2,
    });
  }
}
