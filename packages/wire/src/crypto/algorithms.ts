/**
 * The names of the RSA schemes that the protocol knows, and the hash of each.
 */
import type { SaltErrorOptions } from "@salt/core";
import { SaltError } from "@salt/core";

/** How publications, sign-in replies and private replies are signed. */
export type SigningAlgorithm = "PKCS1v15-SHA1" | "PKCS1v15-SHA224";

/** How keys and tokens are encrypted to an RSA key. */
export type EncryptionAlgorithm = "OAEP-SHA1" | "OAEP-SHA224";

/** Every signing algorithm; the first is the default of all releases. */
export const SIGNING_ALGORITHMS: readonly SigningAlgorithm[] = ["PKCS1v15-SHA1", "PKCS1v15-SHA224"];

/** Every encryption algorithm; the first is the default of all releases. */
export const ENCRYPTION_ALGORITHMS: readonly EncryptionAlgorithm[] = ["OAEP-SHA1", "OAEP-SHA224"];

/** Whether a name from outside is a signing algorithm. */
export function isSigningAlgorithm(name: unknown): name is SigningAlgorithm {
  return SIGNING_ALGORITHMS.some((known) => known === name);
}

/** Whether a name from outside is an encryption algorithm. */
export function isEncryptionAlgorithm(name: unknown): name is EncryptionAlgorithm {
  return ENCRYPTION_ALGORITHMS.some((known) => known === name);
}

/** The hash of a scheme by OpenSSL's name. */
export function hashOf(algorithm: SigningAlgorithm | EncryptionAlgorithm): "sha1" | "sha224" {
  return algorithm.endsWith("SHA224") ? "sha224" : "sha1";
}

/** A key cannot be read, is of the wrong kind or size, or cannot do what was asked of it. */
export class KeyError extends SaltError {
  constructor(message: string, options: SaltErrorOptions = {}) {
    super("KEY", message, options);
  }
}
