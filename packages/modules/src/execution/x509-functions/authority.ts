/**
 * What a certificate takes over from that of its issuer.
 */
import { AsnConvert, type OctetString } from "@peculiar/asn1-schema";
import type { GeneralName } from "@peculiar/asn1-x509";
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  GeneralNames,
  KeyIdentifier,
  GeneralName as OneName,
  SubjectKeyIdentifier,
} from "@peculiar/asn1-x509";
import type { Value } from "@salt/core";
import { CommandExecutionError, SaltInvocationError } from "@salt/core";
import type { Certificate509 } from "./certificate-file.js";
import type { ExtensionSurroundings } from "./extension-values.js";
import { sha1 } from "./keys.js";
import { EXTENSIONS } from "./names-of-oids.js";
import { wordPairs } from "./openssl-words.js";

/** The value of an extension of a certificate, read as `type`; undefined when it has none. */
export function extensionOf<T>(
  certificate: Certificate509 | undefined,
  name: string,
  type: new () => T,
): T | undefined {
  const oid = EXTENSIONS[name];
  const found = certificate?.parts.tbsCertificate.extensions?.find(({ extnID }) => extnID === oid);
  return found === undefined ? undefined : AsnConvert.parse(found.extnValue.buffer, type);
}

/** Keeps the path length below the issuer's. Throws CommandExecutionError. */
export function withinPathLength(
  wanted: BasicConstraints,
  issuer: Certificate509 | undefined,
): BasicConstraints {
  const most = extensionOf(issuer, "basicConstraints", BasicConstraints)?.pathLenConstraint;
  if (!wanted.cA || most === undefined) return wanted;
  if (wanted.pathLenConstraint === undefined)
    return new BasicConstraints({ cA: true, pathLenConstraint: most - 1 });
  if (most > wanted.pathLenConstraint) return wanted;
  throw new CommandExecutionError(
    `Issuing CA certificate has pathlen ${most}, which is less than or equal to requested pathlen of ` +
      `${wanted.pathLenConstraint}`,
  );
}

/** Which key signed. Throws SaltInvocationError and CommandExecutionError. */
export function authorityKey(
  value: Value,
  { issuer, issuerBits }: ExtensionSurroundings,
): AuthorityKeyIdentifier {
  if (issuer === undefined && issuerBits === undefined)
    throw new SaltInvocationError("Need CA certificate or CA pubkey to calculate authorityKeyIdentifier");
  const words = new Map(wordPairs(value));
  const key = words.has("keyid") ? keyIdentifier(issuer, issuerBits) : undefined;
  const isNamed = words.get("issuer") === "always" || (words.has("issuer") && key === undefined);
  if (isNamed && issuer === undefined && words.get("issuer") === "always")
    throw new CommandExecutionError(
      "Could not add authority_cert_issuer and authority_cert_serial_number, but was set to always.",
    );
  const certificate = issuer?.parts.tbsCertificate;
  return new AuthorityKeyIdentifier({
    ...(key === undefined ? {} : { keyIdentifier: key }),
    ...(isNamed && certificate !== undefined
      ? {
          authorityCertIssuer: [new OneName({ directoryName: certificate.issuer })],
          authorityCertSerialNumber: certificate.serialNumber,
        }
      : {}),
  });
}

function keyIdentifier(
  issuer: Certificate509 | undefined,
  bits: Uint8Array | undefined,
): KeyIdentifier | undefined {
  const own = extensionOf(issuer, "subjectKeyIdentifier", SubjectKeyIdentifier);
  if (own !== undefined) return new KeyIdentifier(own.buffer);
  const key =
    issuer === undefined
      ? bits
      : new Uint8Array(issuer.parts.tbsCertificate.subjectPublicKeyInfo.subjectPublicKey);
  return key === undefined ? undefined : new KeyIdentifier(Uint8Array.from(sha1(key)));
}

/** The names of the issuer's certificate. Throws SaltInvocationError and CommandExecutionError. */
export function copiedNames(issuer: Certificate509 | undefined): readonly GeneralName[] {
  if (issuer === undefined) throw new SaltInvocationError("Need CA certificate to copy to issuerAltName");
  const names = extensionOf(issuer, "subjectAltName", GeneralNames);
  if (names === undefined)
    throw new CommandExecutionError("the certificate of the issuer has no subjectAltName to copy");
  return names;
}

/** The content of an extension as bytes. */
export function contentOf(value: OctetString): Buffer {
  return Buffer.from(value.buffer);
}
