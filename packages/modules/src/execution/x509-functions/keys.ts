/**
 * Private and public keys: loading, making, writing.
 */
import type { KeyObject } from "node:crypto";
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import type { Value } from "@salt/core";
import { CommandExecutionError, errorText, pythonStr, SaltInvocationError } from "@salt/core";
import { bytesOf, isPem } from "./input.js";

/** The kinds of keys that are served, as Salt names them. */
export type KeyKind = "rsa" | "ec" | "ed25519" | "ed448";

/** A password is missing, wrong, or given where none is needed. */
export class KeyPasswordFault extends SaltInvocationError {
  readonly fault: "invalid" | "missing" | "superfluous";

  constructor(fault: KeyPasswordFault["fault"]) {
    super(PASSWORD_FAULTS[fault]);
    this.fault = fault;
  }
}

/** What is given is no private key. */
export class NoPrivateKey extends SaltInvocationError {}

const PASSWORD_FAULTS = {
  invalid: "Bad decrypt - is the password correct?",
  missing: "Private key is encrypted. Please provide a password.",
  superfluous: "Private key is unencrypted. Please remove the password.",
};
const CURVES: Readonly<Record<number, string>> = { 256: "prime256v1", 384: "secp384r1", 521: "secp521r1" };
const BITS: Readonly<Record<string, number>> = {
  prime256v1: 256,
  secp384r1: 384,
  secp521r1: 521,
  secp256k1: 256,
};
const SEQUENCE = 0x30;
const MODULUS_BITS = [2048, 3072, 4096];

/** A private key and the form it was in. */
export interface LoadedKey {
  readonly key: KeyObject;
  readonly encoding: "pem" | "der";
}

/** Loads a private key. Throws KeyPasswordFault and NoPrivateKey. */
export function loadPrivateKey(source: Value, passphrase: Value): LoadedKey {
  const bytes = Buffer.from(bytesOf(source));
  const encoding = isPem(bytes) ? "pem" : "der";
  const forms =
    encoding === "pem" ? [{}] : ([{ type: "pkcs8" }, { type: "pkcs1" }, { type: "sec1" }] as const);
  const isLocked = isEncrypted(bytes, encoding);
  for (const form of isLocked ? [] : forms) {
    const open = tryKey({ key: bytes, format: encoding, ...form });
    if (open instanceof Error) continue;
    if (passphrase !== null) throw new KeyPasswordFault("superfluous");
    return { key: served(open), encoding };
  }
  if (!isLocked) throw new NoPrivateKey(`Could not load ${encoding.toUpperCase()}-encoded private key`);
  if (passphrase === null) throw new KeyPasswordFault("missing");
  const word = passphrase instanceof Uint8Array ? Buffer.from(passphrase) : pythonStr(passphrase);
  const opened = tryKey({
    key: bytes,
    format: encoding,
    ...(encoding === "der" ? { type: "pkcs8" } : {}),
    passphrase: word,
  });
  if (opened instanceof Error) throw new KeyPasswordFault("invalid");
  return { key: served(opened), encoding };
}

/** PEM says it; in DER, an encrypted key begins with a sequence where an open one has its version. */
function isEncrypted(bytes: Buffer, encoding: "pem" | "der"): boolean {
  if (encoding === "pem")
    return /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(bytes.toString("latin1")) && bytes.includes("ENCRYPTED");
  const length = bytes[1] ?? 0;
  const first = bytes[length > 0x80 ? 2 + (length & 0x7f) : 2];
  return bytes[0] === SEQUENCE && first === SEQUENCE && !isCertificateLike(bytes);
}

/** A certificate begins with two sequences too, but its inner one is long. */
function isCertificateLike(bytes: Buffer): boolean {
  const length = bytes[1] ?? 0;
  const inner = bytes[(length > 0x80 ? 2 + (length & 0x7f) : 2) + 1] ?? 0;
  return inner > 0x80;
}

function tryKey(options: Parameters<typeof createPrivateKey>[0]): KeyObject | Error {
  try {
    return createPrivateKey(options);
  } catch (error) {
    return error instanceof Error ? error : new NoPrivateKey(errorText(error));
  }
}

function served(key: KeyObject): KeyObject {
  keyKind(key);
  return key;
}

/** Loads a public key. Throws SaltInvocationError. */
export function loadPublicKey(source: Value): KeyObject {
  const bytes = Buffer.from(bytesOf(source));
  // A private key or a certificate would be taken for the public key in it.
  const isOther = isPem(bytes) && !bytes.includes("PUBLIC KEY-----");
  try {
    if (!isOther)
      return served(createPublicKey(isPem(bytes) ? bytes : { key: bytes, format: "der", type: "spki" }));
  } catch (error) {
    if (error instanceof SaltInvocationError) throw error;
  }
  throw new SaltInvocationError("Could not load PEM-encoded public key.");
}

/** The kind of a key. Throws SaltInvocationError for those that are not served. */
export function keyKind(key: KeyObject): KeyKind {
  const kind = key.asymmetricKeyType;
  if (kind === "rsa" || kind === "ec" || kind === "ed25519" || kind === "ed448") return kind;
  throw new SaltInvocationError("Did not recognize key type");
}

/** The bits of a key of RSA or of a curve; null for the others. */
export function keySize(key: KeyObject): number | null {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  return modulusLength ?? BITS[namedCurve ?? ""] ?? null;
}

/** The public key as DER. */
export function publicDer(key: KeyObject): Buffer {
  const open = key.type === "private" ? createPublicKey(key) : key;
  return open.export({ type: "spki", format: "der" });
}

/** The public key as PEM. */
export function publicPem(key: KeyObject): string {
  const open = key.type === "private" ? createPublicKey(key) : key;
  return open.export({ type: "spki", format: "pem" }).toString();
}

/** Whether two keys have the same public part. */
export function isSamePair(one: KeyObject, other: KeyObject): boolean {
  return publicDer(one).equals(publicDer(other));
}

/** SHA-1 over bits of a public key: how authorities and subjects name keys. */
export function sha1(bits: Uint8Array): Buffer {
  return createHash("sha1").update(bits).digest();
}

/** Makes a key. Throws SaltInvocationError for a kind or size that there is not. */
export function makeKey(algo: string, size: number | null): KeyObject {
  if (algo === "rsa") {
    const modulusLength = size ?? 2048;
    if (!MODULUS_BITS.includes(modulusLength))
      throw new SaltInvocationError("RSA key size must be either 2048, 3072 or 4096 bits.");
    return generateKeyPairSync("rsa", { modulusLength }).privateKey;
  }
  if (algo === "ec") {
    const namedCurve = CURVES[size ?? 256];
    if (namedCurve === undefined)
      throw new SaltInvocationError("EC key size must be either 256, 384, 521 bits.");
    return generateKeyPairSync("ec", { namedCurve }).privateKey;
  }
  if (algo === "ed25519") return generateKeyPairSync("ed25519").privateKey;
  if (algo === "ed448") return generateKeyPairSync("ed448").privateKey;
  throw new SaltInvocationError(
    `Invalid algorithm specified for generating private key: ${algo}. Valid: rsa, ec, ed25519, ed448`,
  );
}

/** A private key as PKCS#8, encrypted with AES where there is a passphrase. Throws CommandExecutionError. */
export function encodeKey(key: KeyObject, encoding: string, passphrase: Value): Uint8Array {
  if (encoding === "pkcs12") throw new SaltInvocationError("pkcs12 is not written here; use pem or der");
  if (encoding !== "pem" && encoding !== "der")
    throw new CommandExecutionError(`Invalid value '${encoding}' for encoding. Valid: der, pem, pkcs12`);
  const lock = passphrase === null ? {} : { cipher: "aes-256-cbc", passphrase: pythonStr(passphrase) };
  if (encoding === "der") return key.export({ type: "pkcs8", format: "der", ...lock });
  return Buffer.from(key.export({ type: "pkcs8", format: "pem", ...lock }));
}
