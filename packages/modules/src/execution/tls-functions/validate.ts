/**
 * Whether a certificate is one of an authority, still good, and not revoked.
 */
import { existsSync, readFileSync } from "node:fs";
import { AsnConvert } from "@peculiar/asn1-schema";
import type { CertificateList } from "@peculiar/asn1-x509";
import { BasicConstraints } from "@peculiar/asn1-x509";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { errorText, pythonStr, SaltError } from "@salt/core";
import { extensionOf } from "../x509-functions/authority.js";
import type { Certificate509 } from "../x509-functions/certificate-file.js";
import { certificateKey, isSignedBy, loadList } from "../x509-functions/certificate-file.js";
import { isSameName } from "../x509-functions/distinguished-name.js";
import { toPem } from "../x509-functions/pem.js";
import { isGoodSignature } from "../x509-functions/signing.js";
import { integerOf } from "../x509-functions/simple-der.js";
import { loadAuthority } from "./authorities.js";
import { signedList } from "./lists.js";
import { certificateOfFile } from "./look.js";
import type { AuthorityPlace } from "./places.js";
import { authorityPlace } from "./places.js";
import { revokedEntries } from "./records.js";

/** Real Salt cuts serial numbers to this many bits in the lists it writes. */
const LIST_BITS = 159;

/** Judges a certificate; the words are those of OpenSSL. */
export async function judge(
  wish: { readonly cert: Value; readonly ca_name: Value; readonly crl_file: Value },
  context: ExecutionContext,
): Promise<Plain> {
  const certificate = certificateOfFile(wish.cert, context);
  const place = await authorityPlace({ ca_name: wish.ca_name }, context);
  const authority = certificateOfFile(place.certificate, context);
  const list = wish.crl_file === null ? ownList(place, context) : readFileSync(pythonStr(wish.crl_file));
  if (list === undefined) return { valid: false, error: "Empty CRL requested but CA key missing or invalid" };
  const problem = problemOf(certificate, authority, loadList(list).parts);
  if (problem === undefined) return { valid: true };
  const [error, which] = problem;
  return { valid: false, error, error_cert: toPem(which.der, "CERTIFICATE") };
}

/** The list as the database has it now. */
function ownList(place: AuthorityPlace, context: ExecutionContext): Uint8Array | undefined {
  try {
    const authority = loadAuthority(place);
    if (authority === undefined) return undefined;
    const index = `${place.dir}/index.txt`;
    const revoked = existsSync(index) ? revokedEntries(readFileSync(index, "utf8")) : [];
    return signedList(authority, revoked, "sha256");
  } catch (error) {
    if (!(error instanceof SaltError)) throw error;
    context.log.warn({ authority: place.name, reason: errorText(error) }, "No revocation list can be made");
    return undefined;
  }
}

type Problem = readonly [words: string, which: Certificate509];

function problemOf(
  certificate: Certificate509,
  authority: Certificate509,
  list: CertificateList,
): Problem | undefined {
  const [own, above] = [certificate.parts.tbsCertificate, authority.parts.tbsCertificate];
  if (!isSameName(own.issuer, above.subject))
    return [
      isSameName(own.issuer, own.subject)
        ? "self-signed certificate"
        : "unable to get local issuer certificate",
      certificate,
    ];
  if (extensionOf(authority, "basicConstraints", BasicConstraints)?.cA !== true)
    return ["invalid CA certificate", authority];
  const wrongList = listProblem(list, authority);
  if (wrongList !== undefined) return [wrongList, certificate];
  if (isRevoked(certificate, list)) return ["certificate revoked", certificate];
  const now = Date.now();
  return (
    timeProblem(authority, now) ?? signatureProblem(certificate, authority) ?? timeProblem(certificate, now)
  );
}

function listProblem(list: CertificateList, authority: Certificate509): string | undefined {
  const { issuer, thisUpdate, nextUpdate } = list.tbsCertList;
  if (!isSameName(issuer, authority.parts.tbsCertificate.subject)) return "unable to get certificate CRL";
  if (thisUpdate.getTime().getTime() > Date.now()) return "CRL is not yet valid";
  if (nextUpdate !== undefined && nextUpdate.getTime().getTime() < Date.now()) return "CRL has expired";
  const bytes = list.tbsCertListRaw ?? AsnConvert.serialize(list.tbsCertList);
  const key = certificateKey(authority);
  return isGoodSignature(bytes, list.signature, list.signatureAlgorithm, key)
    ? undefined
    : "CRL signature failure";
}

function isRevoked({ parts }: Certificate509, list: CertificateList): boolean {
  const serial = integerOf(parts.tbsCertificate.serialNumber);
  const names = [serial, BigInt.asUintN(LIST_BITS, serial)];
  const listed = list.tbsCertList.revokedCertificates ?? [];
  return listed.some(({ userCertificate }) => names.includes(integerOf(userCertificate)));
}

function signatureProblem(certificate: Certificate509, authority: Certificate509): Problem | undefined {
  return isSignedBy(certificate, certificateKey(authority))
    ? undefined
    : ["certificate signature failure", certificate];
}

function timeProblem(certificate: Certificate509, now: number): Problem | undefined {
  const { notBefore, notAfter } = certificate.parts.tbsCertificate.validity;
  if (notBefore.getTime().getTime() > now) return ["certificate is not yet valid", certificate];
  return notAfter.getTime().getTime() < now ? ["certificate has expired", certificate] : undefined;
}
