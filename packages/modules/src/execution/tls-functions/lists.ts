/**
 * Lists of revoked certificates of an authority.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { RevokedCertificate, TBSCertList, Version } from "@peculiar/asn1-x509";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { isTruthy, pythonStr } from "@salt/core";
import { loadCertificate } from "../x509-functions/certificate-file.js";
import { signList } from "../x509-functions/revocation-list.js";
import { isDigest } from "../x509-functions/signing.js";
import { integerBytes } from "../x509-functions/simple-der.js";
import { asn1Time, daysAfter } from "../x509-functions/times.js";
import type { Authority } from "./authorities.js";
import { loadAuthority } from "./authorities.js";
import { writeOpen } from "./issue.js";
import type { AuthorityWish } from "./places.js";
import { authorityPlace, bytesIfThere, fileName } from "./places.js";
import type { RevokedEntry } from "./records.js";
import { indexEntry, markRevoked, revokedEntries } from "./records.js";

/** A hundred years, as Salt has it. */
const DAYS_VALID = 36_500;

/** A list that is to be written. */
export interface ListWish extends AuthorityWish {
  readonly crl_file: Value;
  readonly digest: Value;
}

/** A certificate that is to be revoked. */
export interface RevocationWish extends ListWish {
  readonly CN: Value;
  readonly cert_path: Value;
  readonly cert_filename: Value;
}

/** Signs a list of revoked certificates. */
export function signedList(
  { certificate, key }: Authority,
  revoked: readonly RevokedEntry[],
  digest: string,
): Uint8Array {
  const now = new Date();
  const entries = revoked.map(
    ({ serial, when }) =>
      new RevokedCertificate({ userCertificate: integerBytes(serial), revocationDate: asn1Time(when) }),
  );
  const content = new TBSCertList({
    version: Version.v2,
    issuer: certificate.parts.tbsCertificate.subject,
    thisUpdate: asn1Time(now),
    nextUpdate: asn1Time(daysAfter(now, DAYS_VALID)),
    ...(entries.length === 0 ? {} : { revokedCertificates: entries }),
  });
  return signList({ content, issuer: certificate, signer: key }, digest);
}

/** As in Salt, a list is signed with SHA-256 where its digest is not known. */
function listDigest(value: Value, context: ExecutionContext): string {
  const name = pythonStr(value).toLowerCase();
  if (isDigest(name)) return name;
  context.log.warn({ digest: name }, "There is no such digest; the list is signed with sha256");
  return "sha256";
}

/** Writes a list that names nothing; gives Salt's sentence about it. */
export async function writeEmptyList(wish: ListWish, context: ExecutionContext): Promise<string> {
  const place = await authorityPlace(wish, context);
  const path = isTruthy(wish.crl_file) ? pythonStr(wish.crl_file) : `${place.dir}/crl.pem`;
  if (existsSync(path)) return `CRL "${path}" already exists`;
  const authority = loadAuthority(place);
  if (authority === undefined) return `There is no CA named "${place.name}"`;
  writeOpen(path, signedList(authority, [], listDigest(wish.digest, context)), "X509 CRL");
  return `Created an empty CRL: "${path}"`;
}

/** Revokes a certificate and writes the list anew; gives Salt's sentence about it. */
export async function revoke(wish: RevocationWish, context: ExecutionContext): Promise<Plain> {
  const place = await authorityPlace(wish, context);
  const folder = wish.cert_path === null ? `${place.dir}/certs` : pythonStr(wish.cert_path);
  const name =
    wish.cert_filename === null ? fileName(wish.CN, "CN") : fileName(wish.cert_filename, "cert_filename");
  const authority = loadAuthority(place);
  if (authority === undefined) return `There is no CA named "${place.name}"`;
  const path = `${folder}/${name}.crt`;
  const bytes = bytesIfThere(path);
  if (bytes === undefined) return `There is no client certificate named "${pythonStr(wish.CN)}"`;
  const entry = indexEntry(loadCertificate(bytes));
  const list = wish.crl_file === null ? `${place.dir}/crl.pem` : pythonStr(wish.crl_file);
  if (statSync(list, { throwIfNoEntry: false })?.isDirectory() === true)
    return { retcode: 1, comment: `crl_file "${list}" is an existing directory` };
  if (!markRevoked(place.dir, entry, new Date()))
    return `"${path}" was already revoked, serial number: ${entry.serial}`;
  const revoked = revokedEntries(readFileSync(`${place.dir}/index.txt`, "utf8"));
  writeOpen(list, signedList(authority, revoked, listDigest(wish.digest, context)), "X509 CRL");
  return `Revoked Certificate: "${path}", serial number: ${entry.serial}`;
}
