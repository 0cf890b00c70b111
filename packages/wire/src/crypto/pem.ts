/**
 * PEM text of keys: what is let through to the parser, and the fingerprint that is taken of the text.
 */
import { createHash, getHashes } from "node:crypto";
import { KeyError } from "./algorithms.js";

/** The longest PEM looked at; an 8192-bit key with its armour takes a tenth of it. */
const MAX_PEM = 16 * 1024;

const PUBLIC = /^-----BEGIN ((?:RSA )?PUBLIC KEY)-----\n((?:[A-Za-z0-9+/=]{1,128}\n)+)-----END \1-----$/;

/** Trims a PEM and turns its line ends to LF, the form in which the reference compares keys. */
export function normalisePem(pem: string): string {
  if (pem.length > MAX_PEM) throw new KeyError(`a key is longer than ${MAX_PEM} bytes`);
  return pem.replace(/\r\n?/g, "\n").trim();
}

/**
 * Checks that a normalised PEM is one public key and nothing else: the parser behind would also take certificates
 * and private keys, and ignore what stands around them. Throws KeyError.
 */
export function requirePublicPem(pem: string): void {
  if (!PUBLIC.test(pem)) {
    throw new KeyError("a public key is not in PEM form", {
      hint: "It begins with -----BEGIN PUBLIC KEY-----.",
    });
  }
}

/**
 * Hex pairs of a digest over the base64 lines, each with its line end, without the armour. This is what
 * `master_finger` is compared with; releases from 3008 print the digest of the whole text, which matches nothing.
 */
export function pemFingerprint(pem: string, hashType: string): string {
  if (!getHashes().includes(hashType)) {
    throw new KeyError(`there is no hash named ${JSON.stringify(hashType)}`, {
      hint: "Set hash_type to sha256.",
    });
  }
  const lines = pem.split("\n").slice(1, -1);
  const digest = createHash(hashType).update(lines.map((line) => `${line}\n`).join(""));
  return (digest.digest("hex").match(/../g) ?? []).join(":");
}
