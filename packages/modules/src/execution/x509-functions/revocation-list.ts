/**
 * Making lists of revoked certificates.
 */
import type { KeyObject } from "node:crypto";
import { AsnConvert } from "@peculiar/asn1-schema";
import type { Extension } from "@peculiar/asn1-x509";
import { CertificateList, RevokedCertificate, TBSCertList, Version } from "@peculiar/asn1-x509";
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { isDict, isList, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";
import { serialOf } from "./build.js";
import type { Certificate509 } from "./certificate-file.js";
import { certificateKey, loadCertificate } from "./certificate-file.js";
import { makeExtension } from "./extension-values.js";
import { isSamePair, loadPrivateKey } from "./keys.js";
import { ENTRY_EXTENSIONS, LIST_EXTENSIONS } from "./names-of-oids.js";
import { signature, signingWay } from "./signing.js";
import { integerBytes, integerOf } from "./simple-der.js";
import { asn1Time, daysAfter, timeOf } from "./times.js";

/** What a list is asked to be. */
export interface ListWishes {
  readonly signing_private_key: Value;
  readonly signing_private_key_passphrase: Value;
  readonly signing_cert: Value;
  readonly revoked: Value;
  readonly include_expired: boolean;
  readonly days_valid: number;
  readonly extensions: Value;
}

/** A list that is yet to be signed. */
export interface ListDraft {
  readonly content: TBSCertList;
  readonly issuer: Certificate509;
  readonly signer: KeyObject;
}

/** Prepares a list. Throws SaltInvocationError and CommandExecutionError. */
export function draftList(wishes: ListWishes, context: ExecutionContext): ListDraft {
  const issuer = loadCertificate(wishes.signing_cert);
  const signer = loadPrivateKey(wishes.signing_private_key, wishes.signing_private_key_passphrase).key;
  if (!isSamePair(certificateKey(issuer), signer))
    throw new SaltInvocationError("Signing private key does not match the certificate's public key");
  const now = new Date();
  const revokedCertificates = revokedOf(wishes.revoked).flatMap((one) =>
    entry(one, wishes.include_expired, now, context),
  );
  const crlExtensions = known(wishes.extensions, LIST_EXTENSIONS, context).map(([name, value]) =>
    makeExtension(name, value, { issuer }),
  );
  const content = new TBSCertList({
    version: Version.v2,
    issuer: issuer.parts.tbsCertificate.subject,
    thisUpdate: asn1Time(now),
    nextUpdate: asn1Time(daysAfter(now, wishes.days_valid)),
    ...(revokedCertificates.length === 0 ? {} : { revokedCertificates }),
    ...(crlExtensions.length === 0 ? {} : { crlExtensions }),
  });
  return { content, issuer, signer };
}

/** Signs a list. */
export function signList({ content, signer }: ListDraft, digest: Value): Uint8Array {
  const way = signingWay(signer, digest);
  content.signature = way.algorithm;
  const whole = new CertificateList({
    tbsCertList: content,
    signatureAlgorithm: way.algorithm,
    signature: signature(AsnConvert.serialize(content), signer, way),
  });
  return new Uint8Array(AsnConvert.serialize(whole));
}

/** The entries as maps; older states have a name above a list of maps, and `reason` beside them. */
function revokedOf(value: Value): readonly Dict[] {
  if (!isList(value)) throw new SaltInvocationError("revoked needs a list");
  return value.filter(isDict).map((one) => {
    const [only] = [...one.values()];
    const entries = one.size === 1 && isList(only ?? null) ? (only ?? null) : null;
    const flat = new Map(isList(entries) ? entries.filter(isDict).flatMap((part) => [...part]) : one);
    const reason = flat.get("reason");
    if (reason === undefined) return flat;
    flat.delete("reason");
    const before = flat.get("extensions") ?? null;
    return flat.set("extensions", new Map([...(isDict(before) ? before : []), ["CRLReason", reason]]));
  });
}

function entry(
  one: Dict,
  withExpired: boolean,
  now: Date,
  context: ExecutionContext,
): readonly RevokedCertificate[] {
  const named = one.get("certificate") ?? null;
  const certificate = named === null ? undefined : loadCertificate(named).parts.tbsCertificate;
  const given = one.get("serial_number") ?? null;
  if (certificate === undefined && !isTruthy(given))
    throw new SaltInvocationError("Need serial_number or certificate");
  const serial = certificate === undefined ? serialOf(given) : integerOf(certificate.serialNumber);
  const limit = one.get("not_after") ?? null;
  const notAfter =
    certificate?.validity.notAfter.getTime() ?? (limit === null ? undefined : timeOf(limit, "not_after"));
  if (notAfter !== undefined && !withExpired && now > notAfter) return [];
  const when = one.get("revocation_date") ?? null;
  const extensions = known(one.get("extensions") ?? null, Object.keys(ENTRY_EXTENSIONS), context).map(
    ([name, value]) => makeExtension(name, value),
  );
  return [
    new RevokedCertificate({
      userCertificate: integerBytes(serial),
      revocationDate: asn1Time(when === null ? now : timeOf(when, "revocation_date")),
      ...(extensions.length === 0 ? {} : { crlEntryExtensions: extensions }),
    }),
  ];
}

/** Extensions that can be had; as in Salt, others are logged and left out. */
function known(
  value: Value,
  names: readonly string[],
  context: ExecutionContext,
): readonly (readonly [string, Value])[] {
  const given = isDict(value)
    ? [...value]
    : isList(value)
      ? value.filter(isDict).flatMap((one) => [...one])
      : [];
  return given.flatMap(([key, one]) => {
    const name = pythonStr(key);
    if (names.includes(name)) return [[name, one] as const];
    context.log.warn({ extension: name }, "An extension that a revocation list cannot have is left out");
    return [];
  });
}

/** All extensions of an entry. */
export function entryExtensions(one: RevokedCertificate): readonly Extension[] {
  return one.crlEntryExtensions ?? [];
}
