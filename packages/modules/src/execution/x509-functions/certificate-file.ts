/**
 * Certificates, requests and revocation lists, loaded from wherever they are.
 */
import type { KeyObject } from "node:crypto";
import { createHash, createPublicKey, X509Certificate } from "node:crypto";
import { CertificationRequest } from "@peculiar/asn1-csr";
import { AsnConvert } from "@peculiar/asn1-schema";
import type { SubjectPublicKeyInfo } from "@peculiar/asn1-x509";
import { Certificate, CertificateList } from "@peculiar/asn1-x509";
import type { Value } from "@salt/core";
import { SaltInvocationError } from "@salt/core";
import { bytesOf, isPem } from "./input.js";
import { pemEntries } from "./pem.js";

/** The form something was found in. */
export type Encoding = "pem" | "der";

/** Something of DER that can be read, and what it was found in. */
export interface Loaded<T> {
  readonly parts: T;
  readonly der: Uint8Array;
  readonly encoding: Encoding;
}

/** A certificate; `chain` are those that stood behind it in the same file. */
export interface Certificate509 extends Loaded<Certificate> {
  readonly chain: readonly Certificate509[];
}

/** What is given is not what is looked for. */
export class NotOfThisKind extends SaltInvocationError {}

/** Loads a certificate and those that stand behind it. Throws NotOfThisKind and SaltInvocationError. */
export function loadCertificate(source: Value): Certificate509 {
  const { ders, encoding } = entriesOf(source, "CERTIFICATE");
  const [first, ...others] = ders.map((der) => ({
    parts: parsed(der, Certificate, "certificate", encoding),
    der,
    encoding,
    chain: [],
  }));
  if (first === undefined)
    throw new NotOfThisKind(`Could not load ${encoding.toUpperCase()}-encoded certificate.`);
  return { ...first, chain: others };
}

/** Loads a request. Throws NotOfThisKind and SaltInvocationError. */
export function loadRequest(source: Value): Loaded<CertificationRequest> {
  return loadOne(source, "CERTIFICATE REQUEST", CertificationRequest, "CSR");
}

/** Loads a revocation list. Throws NotOfThisKind and SaltInvocationError. */
export function loadList(source: Value): Loaded<CertificateList> {
  return loadOne(source, "X509 CRL", CertificateList, "CRL");
}

function loadOne<T>(source: Value, type: string, target: new () => T, what: string): Loaded<T> {
  const { ders, encoding } = entriesOf(source, type);
  const [der] = ders;
  if (der === undefined) throw new NotOfThisKind(`Could not load ${encoding.toUpperCase()}-encoded ${what}.`);
  return { parts: parsed(der, target, what, encoding), der, encoding };
}

function entriesOf(source: Value, type: string): { ders: readonly Uint8Array[]; encoding: Encoding } {
  const bytes = bytesOf(source);
  if (!isPem(bytes)) return { ders: [bytes], encoding: "der" };
  return { ders: pemEntries(Buffer.from(bytes).toString("latin1"), type), encoding: "pem" };
}

function parsed<T>(der: Uint8Array, target: new () => T, what: string, encoding: Encoding): T {
  try {
    return AsnConvert.parse(der, target);
  } catch (error) {
    throw new NotOfThisKind(`Could not load ${encoding.toUpperCase()}-encoded ${what}.`, { cause: error });
  }
}

/** The key of a certificate or request. Throws SaltInvocationError for keys that are not served. */
export function publicKeyOf(info: SubjectPublicKeyInfo): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(AsnConvert.serialize(info)), format: "der", type: "spki" });
  } catch (error) {
    throw new SaltInvocationError("Did not recognize key type", { cause: error });
  }
}

/** The key that a certificate is for. */
export function certificateKey(certificate: Certificate509): KeyObject {
  return publicKeyOf(certificate.parts.tbsCertificate.subjectPublicKeyInfo);
}

/** Whether a key signed a certificate. */
export function isSignedBy(certificate: Loaded<Certificate>, key: KeyObject): boolean {
  return new X509Certificate(certificate.der).verify(key);
}

/** A digest of the whole. */
export function fingerprint({ der }: { readonly der: Uint8Array }, algorithm: string): Buffer {
  return createHash(algorithm).update(der).digest();
}
