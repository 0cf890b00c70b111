/**
 * Signatures of certificates, requests and lists.
 */
import type { KeyObject } from "node:crypto";
import { createHash, sign, verify } from "node:crypto";
import { AlgorithmIdentifier } from "@peculiar/asn1-x509";
import type { Value } from "@salt/core";
import { CommandExecutionError, pythonStr } from "@salt/core";
import { keyKind } from "./keys.js";

interface Digest {
  /** The name that OpenSSL knows it by. */
  readonly hash: string;
  readonly rsa: string;
  readonly ec: string | undefined;
}

const RSA = "1.2.840.113549.1.1";
const EC = "1.2.840.10045.4";
const NIST = "2.16.840.1.101.3.4.3";
const DIGESTS: Readonly<Record<string, Digest>> = {
  sha1: { hash: "sha1", rsa: `${RSA}.5`, ec: `${EC}.1` },
  sha224: { hash: "sha224", rsa: `${RSA}.14`, ec: `${EC}.3.1` },
  sha256: { hash: "sha256", rsa: `${RSA}.11`, ec: `${EC}.3.2` },
  sha384: { hash: "sha384", rsa: `${RSA}.12`, ec: `${EC}.3.3` },
  sha512: { hash: "sha512", rsa: `${RSA}.13`, ec: `${EC}.3.4` },
  sha512_224: { hash: "sha512-224", rsa: `${RSA}.15`, ec: undefined },
  sha512_256: { hash: "sha512-256", rsa: `${RSA}.16`, ec: undefined },
  sha3_224: { hash: "sha3-224", rsa: `${NIST}.13`, ec: `${NIST}.9` },
  sha3_256: { hash: "sha3-256", rsa: `${NIST}.14`, ec: `${NIST}.10` },
  sha3_384: { hash: "sha3-384", rsa: `${NIST}.15`, ec: `${NIST}.11` },
  sha3_512: { hash: "sha3-512", rsa: `${NIST}.16`, ec: `${NIST}.12` },
};
const EDWARDS: Readonly<Record<string, string>> = { ed25519: "1.3.101.112", ed448: "1.3.101.113" };

/** How a key signs: the algorithm as certificates name it, and the digest; none for Edwards curves. */
export interface SigningWay {
  readonly algorithm: AlgorithmIdentifier;
  readonly hash: string | null;
}

/** Whether there is a digest of a name in lower case. */
export function isDigest(name: string): boolean {
  return Object.hasOwn(DIGESTS, name);
}

/** The name of a digest in lower case. Throws CommandExecutionError for one that there is not. */
export function digestName(value: Value): string {
  const name = pythonStr(value).toLowerCase();
  if (isDigest(name)) return name;
  throw new CommandExecutionError(
    `Invalid value '${pythonStr(value)}' for digest. Valid: ${Object.keys(DIGESTS).join(", ")}`,
  );
}

/** How a key signs with a digest. Throws CommandExecutionError. */
export function signingWay(key: KeyObject, digest: Value): SigningWay {
  const name = digestName(digest);
  const kind = keyKind(key);
  const edwards = EDWARDS[kind];
  if (edwards !== undefined)
    return { algorithm: new AlgorithmIdentifier({ algorithm: edwards }), hash: null };
  const known = DIGESTS[name];
  const algorithm = kind === "rsa" ? known?.rsa : known?.ec;
  if (known === undefined || algorithm === undefined)
    throw new CommandExecutionError(`a key of kind ${kind} does not sign with ${name}`);
  const parameters = kind === "rsa" ? { parameters: null } : {};
  return { algorithm: new AlgorithmIdentifier({ algorithm, ...parameters }), hash: known.hash };
}

/** Signs bytes. */
export function signature(bytes: ArrayBuffer, key: KeyObject, { hash }: SigningWay): ArrayBuffer {
  return Uint8Array.from(sign(hash, new Uint8Array(bytes), key)).buffer;
}

/** Whether a signature is good. */
export function isGoodSignature(
  bytes: ArrayBuffer,
  by: ArrayBuffer,
  algorithm: AlgorithmIdentifier,
  key: KeyObject,
): boolean {
  const kind = keyKind(key);
  const wanted = EDWARDS[kind] ?? digestOf(algorithm);
  if (wanted === undefined) return false;
  const hash = kind in EDWARDS ? null : (DIGESTS[wanted]?.hash ?? null);
  try {
    return verify(hash, new Uint8Array(bytes), key, new Uint8Array(by));
  } catch {
    return false;
  }
}

/** The digest of an algorithm; undefined for those that have none, or that are not known. */
export function digestOf({ algorithm }: AlgorithmIdentifier): string | undefined {
  return Object.entries(DIGESTS).find(([, { rsa, ec }]) => rsa === algorithm || ec === algorithm)?.[0];
}

/** The name of an algorithm, e.g. `sha256WithRSAEncryption`; its identifier when it has none. */
export function algorithmName(used: AlgorithmIdentifier): string {
  const edwards = Object.entries(EDWARDS).find(([, oid]) => oid === used.algorithm)?.[0];
  if (edwards !== undefined) return edwards;
  const digest = digestOf(used);
  if (digest === undefined || !/^sha\d+$/.test(digest)) return used.algorithm;
  return used.algorithm.startsWith(RSA) ? `${digest}WithRSAEncryption` : `ecdsa-with-${digest.toUpperCase()}`;
}

/** The first four bytes of the digest of a name, as OpenSSL names files after them. */
export function nameHash(der: ArrayBuffer): Buffer {
  return createHash("sha1").update(new Uint8Array(der)).digest().subarray(0, 4).reverse();
}
