/**
 * Making keys and certificates, and writing them.
 */
import type { KeyObject } from "node:crypto";
import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { Name } from "@peculiar/asn1-x509";
import { Certificate, type Extension, Extensions, TBSCertificate, Version } from "@peculiar/asn1-x509";
import type { Value } from "@salt/core";
import { isInt, SaltInvocationError, writeFileAtomic } from "@salt/core";
import { PythonError } from "../../values/python-error.js";
import { keyInfo, signCertificate, validity } from "../x509-functions/build.js";
import type { Certificate509 } from "../x509-functions/certificate-file.js";
import { loadCertificate } from "../x509-functions/certificate-file.js";
import { encodeKey } from "../x509-functions/keys.js";
import { toPem } from "../x509-functions/pem.js";
import { isDigest } from "../x509-functions/signing.js";
import { integerBytes } from "../x509-functions/simple-der.js";
import { daysAfter } from "../x509-functions/times.js";

const generate = promisify(generateKeyPair);
const BITS = { least: 512, most: 16_384 };
/** Certificates know no years of five digits. */
const MAX_DAYS = 2_900_000;

/** What a certificate is to hold. */
export interface CertificateWish {
  readonly subject: Name;
  readonly issuer: Name;
  /** The key that it is for; its public part counts. */
  readonly key: KeyObject;
  readonly serial: bigint;
  readonly days: number;
  /** Makes the extensions, in their order, of what is there already. */
  readonly extensions: (draft: Certificate509) => readonly Extension[];
}

/** A new key of RSA. Throws SaltInvocationError for a size that cannot be. */
export async function newKey(bits: Value): Promise<KeyObject> {
  const modulusLength = wholeNumber(bits, "bits", BITS.most);
  if (modulusLength < BITS.least)
    throw new SaltInvocationError(`bits needs a whole number from ${BITS.least} to ${BITS.most}`);
  return (await generate("rsa", { modulusLength })).privateKey;
}

function wholeNumber(value: Value, what: string, most: number): number {
  const number = isInt(value) || (typeof value === "string" && /^\d{1,9}$/.test(value)) ? Number(value) : -1;
  if (number >= 0 && number <= most) return number;
  throw new SaltInvocationError(`${what} needs a whole number from 0 to ${most}`);
}

/** A number of days. Throws SaltInvocationError for what is none. */
export function daysOrRefuse(days: Value): number {
  return wholeNumber(days, "days", MAX_DAYS);
}

/** A digest by OpenSSL's name. Throws ValueError, as real Salt does, for one that there is not. */
export function digestOrRefuse(value: Value): string {
  const name = typeof value === "string" ? value.toLowerCase().replaceAll("-", "_") : "";
  if (isDigest(name)) return name;
  throw new PythonError("ValueError", "No such digest method");
}

/** Makes and signs a certificate. */
export function issue(wish: CertificateWish, signer: KeyObject, digest: string): Certificate509 {
  const now = new Date();
  const content = new TBSCertificate({
    version: Version.v3,
    serialNumber: integerBytes(wish.serial),
    issuer: wish.issuer,
    subject: wish.subject,
    validity: validity(now, daysAfter(now, wish.days)),
    subjectPublicKeyInfo: keyInfo(wish.key),
  });
  const parts = new Certificate();
  parts.tbsCertificate = content;
  const extensions = wish.extensions({ parts, der: new Uint8Array(), encoding: "der", chain: [] });
  if (extensions.length > 0) content.extensions = new Extensions([...extensions]);
  const draft = { content, key: wish.key, issuer: undefined, privateKey: undefined, signer };
  return loadCertificate(signCertificate(draft, digest));
}

/** Writes a key that only its owner may read. */
export function writeKey(path: string, key: KeyObject): void {
  writeFileAtomic(path, keyText(key), { mode: 0o600 });
}

/** A key as PEM. */
export function keyText(key: KeyObject): Uint8Array {
  return encodeKey(key, "pem", null);
}

/** Writes something that everybody may read, as PEM. */
export function writeOpen(path: string, der: Uint8Array, type: string): void {
  writeFileAtomic(path, toPem(der, type), { mode: 0o644 });
}
