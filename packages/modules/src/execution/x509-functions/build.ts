/**
 * Making certificates, requests and revocation lists.
 */
import type { KeyObject } from "node:crypto";
import { createPublicKey, randomBytes } from "node:crypto";
import { Attributes, CertificationRequest, CertificationRequestInfo } from "@peculiar/asn1-csr";
import { AsnConvert } from "@peculiar/asn1-schema";
import {
  Attribute,
  Certificate,
  type Extension,
  Extensions,
  type Name,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from "@peculiar/asn1-x509";
import type { Dict, Value } from "@salt/core";
import { CommandExecutionError, isInt, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";
import type { Certificate509, Loaded } from "./certificate-file.js";
import { certificateKey, loadCertificate, loadRequest, publicKeyOf } from "./certificate-file.js";
import { parseName } from "./distinguished-name.js";
import { makeExtension } from "./extension-values.js";
import { isSamePair, loadPrivateKey, loadPublicKey, publicDer } from "./keys.js";
import { CERTIFICATE_EXTENSIONS, EXTENSIONS, NOT_IN_REQUESTS } from "./names-of-oids.js";
import { signature, signingWay } from "./signing.js";
import { integerBytes, integerOf } from "./simple-der.js";
import { asn1Time, daysAfter, timeOf } from "./times.js";

/** Where a request keeps the extensions that it asks for. */
const EXTENSION_REQUEST = "1.2.840.113549.1.9.14";

/** A certificate that is yet to be signed, and the keys that it was made from. */
export interface Draft {
  readonly content: TBSCertificate;
  readonly key: KeyObject;
  readonly issuer: Certificate509 | undefined;
  /** The key of the new certificate, where it is known. */
  readonly privateKey: KeyObject | undefined;
  /** The key that signs; absent where another minion does. */
  readonly signer: KeyObject | undefined;
}

/** Prepares a certificate. Throws SaltInvocationError and CommandExecutionError. */
export function draftCertificate(
  wishes: Dict,
  options: { readonly isSignedElsewhere?: boolean } = {},
): Draft {
  const wish = (name: string): Value => wishes.get(name) ?? null;
  const signer =
    options.isSignedElsewhere === true
      ? undefined
      : loadPrivateKey(wish("signing_private_key"), wish("signing_private_key_passphrase")).key;
  const issuer = isTruthy(wish("signing_cert")) ? loadCertificate(wish("signing_cert")) : undefined;
  const request = isTruthy(wish("csr")) ? loadRequest(wish("csr")) : undefined;
  const privateKey =
    issuer === undefined ? signer : givenKey(wish("private_key"), wish("private_key_passphrase"));
  const key = publicPart(privateKey, wish("public_key"), request);
  if (issuer !== undefined && signer !== undefined && !isSamePair(certificateKey(issuer), signer))
    throw new SaltInvocationError("Signing private key does not match the certificate's public key");
  const subject = parseName(isTruthy(wish("subject")) ? wish("subject") : wishes);
  const now = new Date();
  const notAfter = wish("not_after");
  const content = new TBSCertificate({
    version: Version.v3,
    serialNumber: integerBytes(serialOf(wish("serial_number"))),
    issuer: issuer?.parts.tbsCertificate.subject ?? subject,
    subject,
    validity: validity(
      wish("not_before") === null ? now : timeOf(wish("not_before"), "not_before"),
      notAfter === null ? daysAfter(now, daysOf(wish("days_valid"), 30)) : timeOf(notAfter, "not_after"),
    ),
    subjectPublicKeyInfo: keyInfo(key),
  });
  const extensions = certificateExtensions(wishes, key, issuer, request);
  if (extensions.length > 0) content.extensions = new Extensions(extensions);
  return { content, key, issuer, privateKey, signer };
}

function givenKey(source: Value, passphrase: Value): KeyObject | undefined {
  return isTruthy(source) ? loadPrivateKey(source, passphrase).key : undefined;
}

function publicPart(
  privateKey: KeyObject | undefined,
  given: Value,
  request: Loaded<CertificationRequest> | undefined,
): KeyObject {
  if (privateKey !== undefined) return createPublicKey(privateKey);
  if (isTruthy(given)) return loadPublicKey(given);
  if (request !== undefined) return publicKeyOf(request.parts.certificationRequestInfo.subjectPKInfo);
  throw new SaltInvocationError(
    "This certificate is not self-signed (signing_cert is set) and thus needs public_key, private_key or csr " +
      "to derive public key to sign",
  );
}

/** From when to when a certificate is good. Throws CommandExecutionError. */
export function validity(notBefore: Date, notAfter: Date): Validity {
  if (notAfter < notBefore)
    throw new CommandExecutionError("The not valid after date must be after the not valid before date.");
  const both = new Validity({ notBefore, notAfter });
  both.notBefore = asn1Time(notBefore);
  both.notAfter = asn1Time(notAfter);
  return both;
}

function daysOf(value: Value, fallback: number): number {
  const days = value === null ? fallback : Number(pythonStr(value));
  if (Number.isFinite(days)) return days;
  throw new SaltInvocationError("days_valid needs a number");
}

/** The public part of a key, as certificates hold it. */
export function keyInfo(key: KeyObject): SubjectPublicKeyInfo {
  return AsnConvert.parse(publicDer(key), SubjectPublicKeyInfo);
}

/** The bits of the public part of a key. */
export function bitsOf(key: KeyObject): Uint8Array {
  return new Uint8Array(keyInfo(key).subjectPublicKey);
}

function certificateExtensions(
  wishes: Dict,
  key: KeyObject,
  issuer: Certificate509 | undefined,
  request: Loaded<CertificationRequest> | undefined,
): Extension[] {
  const subjectBits = bitsOf(key);
  const around = issuer === undefined ? { subjectBits, issuerBits: subjectBits } : { subjectBits, issuer };
  const asked = CERTIFICATE_EXTENSIONS.flatMap((name) => {
    const value = wishes.get(name) ?? null;
    return value === null ? [] : [makeExtension(name, value, around)];
  });
  refuseNetscape(wishes);
  const present = new Set(asked.map(({ extnID }) => extnID));
  const copied = request === undefined ? [] : requestedExtensions(request.parts);
  const allowed = CERTIFICATE_EXTENSIONS.filter((name) => !NOT_IN_REQUESTS.includes(name)).map(
    (name) => EXTENSIONS[name],
  );
  return [...asked, ...copied.filter(({ extnID }) => allowed.includes(extnID) && !present.has(extnID))];
}

function refuseNetscape(wishes: Dict): void {
  for (const name of ["nsComment", "nsCertType"])
    if (wishes.has(name)) throw new SaltInvocationError(`${name} is currently not implemented.`);
}

/** The extensions that a request asks for. */
export function requestedExtensions(request: CertificationRequest): readonly Extension[] {
  const found = request.certificationRequestInfo.attributes.find(({ type }) => type === EXTENSION_REQUEST);
  const [content] = found?.values ?? [];
  return content === undefined ? [] : [...AsnConvert.parse(content, Extensions)];
}

/** A serial number as whole number or hexadecimal text; a new one of 20 bytes when none is given. */
export function serialOf(value: Value): bigint {
  // As RFC 5280 has it: positive, and not more than 20 bytes.
  if (value === null) return integerOf(Uint8Array.from(randomBytes(20)).buffer) >> 1n;
  if (isInt(value)) return BigInt(value);
  const hex =
    value instanceof Uint8Array ? Buffer.from(value).toString("hex") : pythonStr(value).replaceAll(":", "");
  if (/^(?:[0-9a-fA-F]{2})+$/.test(hex)) return BigInt(`0x${hex}`);
  throw new CommandExecutionError(`Could not parse serial number ${pythonStr(value)}`);
}

/** Signs a certificate. Throws CommandExecutionError. */
export function signCertificate({ content, signer }: Draft, digest: Value): Uint8Array {
  if (signer === undefined)
    throw new SaltInvocationError("Creating a certificate locally at least requires a signing private key.");
  const way = signingWay(signer, digest);
  content.signature = way.algorithm;
  const bytes = AsnConvert.serialize(content);
  const whole = new Certificate({
    tbsCertificate: content,
    signatureAlgorithm: way.algorithm,
    signatureValue: signature(bytes, signer, way),
  });
  return new Uint8Array(AsnConvert.serialize(whole));
}

/** A request: its subject and extensions, and the key. */
export interface RequestDraft {
  readonly subject: Name;
  readonly extensions: readonly Extension[];
  readonly key: KeyObject;
}

/** Prepares a request. Throws SaltInvocationError and CommandExecutionError. */
export function draftRequest(wishes: Dict): RequestDraft {
  const { key } = loadPrivateKey(
    wishes.get("private_key") ?? null,
    wishes.get("private_key_passphrase") ?? null,
  );
  const subject = wishes.get("subject") ?? null;
  refuseNetscape(wishes);
  const extensions = CERTIFICATE_EXTENSIONS.filter((name) => !NOT_IN_REQUESTS.includes(name)).flatMap(
    (name) => {
      const value = wishes.get(name) ?? null;
      return value === null ? [] : [makeExtension(name, value, { subjectBits: bitsOf(key) })];
    },
  );
  return { subject: parseName(isTruthy(subject) ? subject : wishes), extensions, key };
}

/** Signs a request. */
export function signRequest({ subject, extensions, key }: RequestDraft, digest: Value): Uint8Array {
  const attributes = new Attributes(
    extensions.length === 0
      ? []
      : [
          new Attribute({
            type: EXTENSION_REQUEST,
            values: [AsnConvert.serialize(new Extensions([...extensions]))],
          }),
        ],
  );
  const content = new CertificationRequestInfo({
    version: 0,
    subject,
    subjectPKInfo: keyInfo(key),
    attributes,
  });
  const way = signingWay(key, digest);
  const whole = new CertificationRequest({
    certificationRequestInfo: content,
    signatureAlgorithm: way.algorithm,
    signature: signature(AsnConvert.serialize(content), key, way),
  });
  return new Uint8Array(AsnConvert.serialize(whole));
}
