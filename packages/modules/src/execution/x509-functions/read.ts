/**
 * Certificates, requests and lists as maps, and questions about them.
 */
import { AsnConvert } from "@peculiar/asn1-schema";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { CommandExecutionError, dict, isTruthy, SaltInvocationError } from "@salt/core";
import { requestedExtensions } from "./build.js";
import {
  certificateKey,
  fingerprint,
  isSignedBy,
  loadCertificate,
  loadList,
  loadRequest,
  publicKeyOf,
} from "./certificate-file.js";
import { nameMap, nameText } from "./distinguished-name.js";
import { entryExtensionsMap, extensionsMap } from "./extension-text.js";
import { isFilePath } from "./input.js";
import {
  isSamePair,
  KeyPasswordFault,
  keyKind,
  keySize,
  loadPrivateKey,
  loadPublicKey,
  publicPem,
  sha1,
} from "./keys.js";
import { entryExtensions } from "./revocation-list.js";
import { algorithmName, isGoodSignature, nameHash } from "./signing.js";
import { integerOf, prettyHex } from "./simple-der.js";
import { daysAfter, timeText } from "./times.js";

/** A certificate as a map. */
export function readCertificate(source: Value, context: ExecutionContext): Plain {
  const certificate = loadCertificate(source);
  const { tbsCertificate: content, signatureAlgorithm } = certificate.parts;
  const key = certificateKey(certificate);
  const digests = isTruthy(context.opts.get("fips_mode") ?? false)
    ? ["sha1", "sha256"]
    : ["sha1", "sha256", "md5"];
  return {
    version: content.version + 1,
    key_size: keySize(key),
    key_type: keyKind(key),
    serial_number: prettyHex(integerOf(content.serialNumber)),
    fingerprints: Object.fromEntries(
      digests.map((name) => [name, prettyHex(fingerprint(certificate, name))]),
    ),
    ...namedFacts("subject", content.subject),
    ...namedFacts("issuer", content.issuer),
    not_before: timeText(content.validity.notBefore.getTime()),
    not_after: timeText(content.validity.notAfter.getTime()),
    public_key: publicPem(key),
    extensions: extensionsMap(content.extensions ?? []),
    signature_algorithm: algorithmName(signatureAlgorithm),
  };
}

function namedFacts(what: string, name: Parameters<typeof nameMap>[0]): { readonly [name: string]: Plain } {
  return {
    [what]: nameMap(name),
    [`${what}_hash`]: prettyHex(nameHash(AsnConvert.serialize(name))),
    [`${what}_str`]: nameText(name),
  };
}

/** A request as a map. */
export function readRequest(source: Value): Plain {
  const { certificationRequestInfo: content } = loadRequest(source).parts;
  const key = publicKeyOf(content.subjectPKInfo);
  return {
    key_size: keySize(key),
    key_type: keyKind(key),
    ...namedFacts("subject", content.subject),
    public_key_hash: prettyHex(sha1(new Uint8Array(content.subjectPKInfo.subjectPublicKey))),
    extensions: extensionsMap(requestedExtensions(loadRequest(source).parts)),
  };
}

/** A revocation list as a map. */
export function readList(source: Value): Plain {
  const { tbsCertList: content, signatureAlgorithm } = loadList(source).parts;
  const revoked = (content.revokedCertificates ?? []).map((one): readonly [Value, Value] => [
    prettyHex(integerOf(one.userCertificate)).replaceAll(":", ""),
    dict({
      revocation_date: timeText(one.revocationDate.getTime()),
      extensions: entryExtensionsMap(entryExtensions(one)),
    }),
  ]);
  return {
    issuer: nameMap(content.issuer),
    last_update: timeText(content.thisUpdate.getTime()),
    next_update: content.nextUpdate === undefined ? null : timeText(content.nextUpdate.getTime()),
    revoked_certificates: new Map(revoked),
    extensions: extensionsMap(content.crlExtensions ?? []),
    signature_algorithm: algorithmName(signatureAlgorithm),
  };
}

/** The public key, as PEM, of a certificate, key or request. Throws CommandExecutionError. */
export function readPublicKey(source: Value, passphrase: Value): string {
  const ways = [
    () => loadPublicKey(source),
    () => certificateKey(loadCertificate(source)),
    () => loadPrivateKey(source, passphrase).key,
    () => publicKeyOf(loadRequest(source).parts.certificationRequestInfo.subjectPKInfo),
  ];
  for (const way of ways) {
    try {
      return publicPem(way());
    } catch (error) {
      if (error instanceof KeyPasswordFault) throw new CommandExecutionError(error.message);
      if (!(error instanceof SaltInvocationError)) throw error;
    }
  }
  throw new CommandExecutionError("Could not load key as certificate, public key, private key or CSR");
}

/** Whether a certificate has ended, or will have in some days. */
export function isExpired(source: Value, days: number): boolean {
  return (
    loadCertificate(source).parts.tbsCertificate.validity.notAfter.getTime() <= daysAfter(new Date(), days)
  );
}

/** Path and common name of a certificate, where it has them. */
export function whichCertificate(source: Value): { readonly [name: string]: Plain } {
  const parts = nameMap(loadCertificate(source).parts.tbsCertificate.subject);
  const name = parts.get("CN");
  return { ...(isFilePath(source) ? { path: source } : {}), ...(name === undefined ? {} : { cn: name }) };
}

/** Whether the key of a certificate signed a list. */
export function isListGood(list: Value, certificate: Value): boolean {
  const { parts } = loadList(list);
  const bytes = parts.tbsCertListRaw ?? AsnConvert.serialize(parts.tbsCertList);
  return isGoodSignature(
    bytes,
    parts.signature,
    parts.signatureAlgorithm,
    loadPublicKey(readPublicKey(certificate, null)),
  );
}

/** Whether a certificate was signed by a key, its own when none is named. */
export function isCertificateGood(source: Value, signer: Value, passphrase: Value): boolean {
  const key = loadPublicKey(readPublicKey(isTruthy(signer) ? signer : source, passphrase));
  return isSignedBy(loadCertificate(source), key);
}

/** Whether a private key belongs to a certificate, key or request. */
export function isPair(privateKey: Value, other: Value, passphrase: Value): boolean {
  const key = loadPrivateKey(privateKey, passphrase).key;
  return isSamePair(loadPublicKey(readPublicKey(other, null)), key);
}
