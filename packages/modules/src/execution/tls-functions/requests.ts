/**
 * Requests for certificates, and certificates made of them.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Extension } from "@peculiar/asn1-x509";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { isDict, isList, isTruthy, pythonStr } from "@salt/core";
import { bitsOf, requestedExtensions, signRequest } from "../x509-functions/build.js";
import { loadRequest, publicKeyOf } from "../x509-functions/certificate-file.js";
import { makeExtension } from "../x509-functions/extension-values.js";
import type { AuthorityDraft } from "./authorities.js";
import { hasAuthority, loadAuthority, mendVersion } from "./authorities.js";
import { extensionSets } from "./extension-sets.js";
import { daysOrRefuse, digestOrRefuse, issue, newKey, writeKey, writeOpen } from "./issue.js";
import type { SubjectWish } from "./names.js";
import { subjectName } from "./names.js";
import type { AuthorityPlace, AuthorityWish } from "./places.js";
import { authorityPlace, bytesIfThere, fileName, makeDirectory, rememberPath } from "./places.js";
import { newSerial, recordCertificate } from "./records.js";

/** What a request is to be. */
export interface RequestWish extends AuthorityWish, SubjectWish {
  readonly bits: Value;
  readonly digest: Value;
  readonly subjectAltName: Value;
  readonly csr_path: Value;
  readonly csr_filename: Value;
  readonly cert_type: Value;
  readonly type_ext: boolean;
  readonly replace: boolean;
}

/** What a certificate of a request is to be. */
export interface SigningWish extends AuthorityWish {
  readonly CN: Value;
  readonly days: Value;
  readonly cert_path: Value;
  readonly cert_filename: Value;
  readonly digest: Value;
  readonly cert_type: Value;
  readonly type_ext: boolean;
  readonly replace: boolean;
}

/** What a certificate that signs itself is to be. */
export interface SelfSignedWish
  extends SubjectWish,
    Pick<AuthorityDraft, "bits" | "days" | "digest" | "replace"> {
  readonly tls_dir: Value;
  readonly cacert_path: Value;
  readonly cert_filename: Value;
}

/** Makes a request and its key; gives Salt's sentence about it. */
export async function makeRequest(wish: RequestWish, context: ExecutionContext): Promise<string> {
  const place = await authorityPlace(wish, context);
  if (!(await hasAuthority(wish, context)))
    return `Certificate for CA named "${place.name}" does not exist, please create it first.`;
  const folder = isTruthy(wish.csr_path) ? pythonStr(wish.csr_path) : `${place.dir}/certs/`;
  const name = isTruthy(wish.csr_filename)
    ? fileName(wish.csr_filename, "csr_filename")
    : fileName(`${pythonStr(wish.CN)}${typeEnding(wish)}`, "CN");
  const path = `${folder}/${name}.csr`;
  if (!wish.replace && existsSync(path)) return `Certificate Request "${path}" already exists`;
  const subject = subjectName(wish);
  const digest = digestOrRefuse(wish.digest);
  const key = await newKey(wish.bits);
  const extensions = await askedExtensions(wish, bitsOf(key), context);
  makeDirectory(folder);
  writeKey(`${folder}/${name}.key`, key);
  writeOpen(path, signRequest({ subject, extensions, key }, digest), "CERTIFICATE REQUEST");
  const stem = join(folder, name);
  return `Created Private Key: "${stem}.key" Created CSR for "${pythonStr(wish.CN)}": "${stem}.csr"`;
}

function typeEnding({ type_ext, cert_type }: Pick<RequestWish, "type_ext" | "cert_type">): string {
  return type_ext ? `_${pythonStr(cert_type)}` : "";
}

async function askedExtensions(
  wish: RequestWish,
  subjectBits: Uint8Array,
  context: ExecutionContext,
): Promise<readonly Extension[]> {
  const set = (await extensionSets(wish.cert_type, context)).get("csr") ?? null;
  const asked: [string, Value][] = isDict(set) ? [...set].map(([key, one]) => [pythonStr(key), one]) : [];
  const { subjectAltName: names } = wish;
  if (isTruthy(names))
    asked.push(["subjectAltName", isList(names) ? names.map(pythonStr) : pythonStr(names)]);
  return asked.map(([name, value]) => makeExtension(name, value, { subjectBits }));
}

/** Makes a certificate of a request; gives Salt's sentence about it, or what is missing. */
export async function signByAuthority(wish: SigningWish, context: ExecutionContext): Promise<Plain> {
  const place = await authorityPlace(wish, context);
  if (wish.type_ext && !isTruthy(wish.cert_type)) {
    context.log.error({ authority: place.name }, "type_ext needs cert_type; no certificate is written");
    return {};
  }
  const folder = isTruthy(wish.cert_path) ? pythonStr(wish.cert_path) : `${place.dir}/certs`;
  const request = fileName(`${pythonStr(wish.CN)}${typeEnding(wish)}`, "CN");
  const name = isTruthy(wish.cert_filename) ? fileName(wish.cert_filename, "cert_filename") : request;
  // As in Salt, only the authority's own directory counts here.
  if (!wish.replace && existsSync(`${place.dir}/certs/${name}.crt`))
    return `Certificate "${name}" already exists`;
  if (existsSync(place.certificate)) await mendVersion(wish, context);
  const authority = loadAuthority(place);
  if (authority === undefined) return missing(`There is no CA named "${place.name}"`);
  const bytes = bytesIfThere(`${folder}/${request}.csr`);
  if (bytes === undefined) return missing(`There is no CSR that matches the CN "${name}"`);
  const { parts } = loadRequest(bytes);
  const certificate = issue(
    {
      subject: parts.certificationRequestInfo.subject,
      issuer: authority.certificate.parts.tbsCertificate.subject,
      key: publicKeyOf(parts.certificationRequestInfo.subjectPKInfo),
      serial: newSerial(place.name, context),
      days: daysOrRefuse(wish.days),
      extensions: () => requestedExtensions(parts),
    },
    authority.key,
    digestOrRefuse(wish.digest),
  );
  writeOpen(`${folder}/${name}.crt`, certificate.der, "CERTIFICATE");
  recordCertificate(place.dir, certificate);
  return `Created Certificate for "${pythonStr(wish.CN)}": "${folder}/${name}.crt"`;
}

function missing(comment: string): Plain {
  return { retcode: 1, comment };
}

/** Makes a key and a certificate that it signs itself; gives Salt's sentence about it. */
export async function makeSelfSigned(wish: SelfSignedWish, context: ExecutionContext): Promise<string> {
  const base = await rememberPath(wish.cacert_path, context);
  const folder = fileName(wish.tls_dir, "tls_dir");
  const dir = `${base}/${folder}`;
  const name = isTruthy(wish.cert_filename)
    ? fileName(wish.cert_filename, "cert_filename")
    : fileName(wish.CN, "CN");
  const stem = `${dir}/certs/${name}`;
  if (!wish.replace && existsSync(`${stem}.crt`)) return `Certificate "${name}" already exists`;
  const subject = subjectName(wish);
  const digest = digestOrRefuse(wish.digest);
  const days = daysOrRefuse(wish.days);
  makeDirectory(`${dir}/certs`);
  const key = await newKey(wish.bits);
  const serial = newSerial(folder, context);
  const certificate = issue(
    { subject, issuer: subject, key, serial, days, extensions: () => [] },
    key,
    digest,
  );
  writeKey(`${stem}.key`, key);
  writeOpen(`${stem}.crt`, certificate.der, "CERTIFICATE");
  recordCertificate(dir, certificate);
  return `Created Private Key: "${stem}.key" Created Certificate: "${stem}.crt"`;
}

/** The path of a signed certificate and its key, without `.crt` and `.key`. */
export function signedStem(place: AuthorityPlace, name: Value, file: Value): string {
  const own = isTruthy(file) ? fileName(file, "the name of the file") : fileName(name, "CN");
  return `${place.dir}/certs/${own}`;
}
