/**
 * Authorities: whether they are there, and making them.
 */
import type { KeyObject } from "node:crypto";
import { existsSync, readFileSync, renameSync } from "node:fs";
import type { Extension } from "@peculiar/asn1-x509";
import { Extensions } from "@peculiar/asn1-x509";
import type { ExecutionContext, Value } from "@salt/core";
import { isTruthy, SaltInvocationError, strftime, writeFileAtomic } from "@salt/core";
import { PythonError } from "../../values/python-error.js";
import { bitsOf } from "../x509-functions/build.js";
import type { Certificate509 } from "../x509-functions/certificate-file.js";
import { certificateKey, loadCertificate } from "../x509-functions/certificate-file.js";
import { nameMap } from "../x509-functions/distinguished-name.js";
import { makeExtension } from "../x509-functions/extension-values.js";
import { isSamePair, keySize, loadPrivateKey } from "../x509-functions/keys.js";
import { daysOrRefuse, digestOrRefuse, issue, keyText, newKey, writeKey, writeOpen } from "./issue.js";
import type { SubjectWish } from "./names.js";
import { subjectName } from "./names.js";
import type { AuthorityPlace, AuthorityWish } from "./places.js";
import { authorityPlace, bytesIfThere, makeDirectory } from "./places.js";
import { newSerial, recordCertificate } from "./records.js";

/** What a new authority is to be. */
export interface AuthorityDraft extends AuthorityWish, SubjectWish {
  readonly bits: Value;
  readonly days: Value;
  readonly digest: Value;
  readonly fixmode: boolean;
  readonly replace: boolean;
}

/** An authority that can sign. */
export interface Authority {
  readonly certificate: Certificate509;
  readonly key: KeyObject;
}

/** How the field holds version 4, which there is not: old releases of Salt wrote it. */
const WRONG_VERSION: number = 3;
const STAMP = "%Y%m%d%H%M%S";
const DAY_MS = 86_400_000;

/** Whether an authority is there; one with a wrong version is mended. */
export async function hasAuthority(wish: AuthorityWish, context: ExecutionContext): Promise<boolean> {
  const place = await authorityPlace(wish, context);
  if (!existsSync(place.certificate)) return false;
  await mendVersion(wish, context);
  return true;
}

/** Makes an authority's certificate anew when its version is one that there is not. */
export async function mendVersion(wish: AuthorityWish, context: ExecutionContext): Promise<void> {
  const place = await authorityPlace(wish, context);
  const { tbsCertificate } = loadCertificate(readFileSync(place.certificate)).parts;
  if (tbsCertificate.version !== WRONG_VERSION) return;
  const subject = nameMap(tbsCertificate.subject);
  const part = (name: string): Value => subject.get(name) ?? null;
  const left = tbsCertificate.validity.notAfter.getTime().getTime() - Date.now();
  const old = existingKey(place, context);
  await createAuthority(
    {
      ...wish,
      bits: (old === undefined ? null : keySize(old)) ?? 2048,
      days: Math.max(0, Math.floor(left / DAY_MS)),
      digest: "sha256",
      CN: part("CN"),
      C: part("C"),
      ST: part("ST"),
      L: part("L"),
      O: part("O"),
      OU: part("OU"),
      emailAddress: part("MAIL"),
      fixmode: true,
      replace: false,
    },
    context,
  );
}

/** Makes an authority; gives Salt's sentence about it. */
export async function createAuthority(draft: AuthorityDraft, context: ExecutionContext): Promise<string> {
  const place = await authorityPlace(draft, context);
  if (!draft.replace && !draft.fixmode && (await hasAuthority(draft, context)))
    return `Certificate for CA named "${place.name}" already exists`;
  if (draft.fixmode && !existsSync(place.certificate))
    throw new PythonError("ValueError", `${place.certificate} does not exists, can't fix`);
  const subject = subjectName(draft);
  const digest = digestOrRefuse(draft.digest);
  const days = daysOrRefuse(draft.days);
  makeDirectory(place.dir);
  const key = existingKey(place, context) ?? (await newKey(draft.bits));
  const serial = newSerial(place.name, context);
  const wish = { subject, issuer: subject, key, serial, days, extensions: authorityExtensions(key) };
  const certificate = issue(wish, key, digest);
  keepKey(place, key);
  writeOpen(place.certificate, certificate.der, "CERTIFICATE");
  recordCertificate(place.dir, certificate);
  return `Created Private Key: "${place.key}" Created CA "${place.name}": "${place.certificate}"`;
}

/** The key that an authority has; one that cannot be read is put aside. */
function existingKey(place: AuthorityPlace, context: ExecutionContext): KeyObject | undefined {
  if (!existsSync(place.key)) return undefined;
  try {
    return loadPrivateKey(readFileSync(place.key), null).key;
  } catch (error) {
    if (!(error instanceof SaltInvocationError)) throw error;
    const aside = `${place.key}.unloadable.${strftime(new Date(), STAMP)}`;
    context.log.warn({ key: place.key, aside }, "A key of an authority cannot be read and is put aside");
    renameSync(place.key, aside);
    return undefined;
  }
}

/** Writes the key where it is not there yet; another one is kept beside it. */
function keepKey(place: AuthorityPlace, key: KeyObject): void {
  const old = bytesIfThere(place.key);
  if (old !== undefined) {
    if (old.toString().trim() === Buffer.from(keyText(key)).toString().trim()) return;
    writeFileAtomic(`${place.key}.${strftime(new Date(), STAMP)}`, old.toString().trim(), { mode: 0o600 });
  }
  writeKey(place.key, key);
}

function authorityExtensions(key: KeyObject): (draft: Certificate509) => readonly Extension[] {
  return (draft) => {
    const subjectBits = bitsOf(key);
    const own = [
      makeExtension("basicConstraints", "critical, CA:TRUE, pathlen:0"),
      makeExtension("keyUsage", "critical, keyCertSign, cRLSign"),
      makeExtension("subjectKeyIdentifier", "hash", { subjectBits }),
    ];
    // The authority is its own issuer: what names it is taken from what is there so far.
    draft.parts.tbsCertificate.extensions = new Extensions(own);
    return [...own, makeExtension("authorityKeyIdentifier", "issuer:always,keyid:always", { issuer: draft })];
  };
}

/** The certificate and key of an authority; undefined when it has none. Throws SaltInvocationError. */
export function loadAuthority(place: AuthorityPlace): Authority | undefined {
  const [certificateBytes, keyBytes] = [bytesIfThere(place.certificate), bytesIfThere(place.key)];
  if (certificateBytes === undefined || keyBytes === undefined) return undefined;
  const certificate = loadCertificate(certificateBytes);
  const { key } = loadPrivateKey(keyBytes, null);
  if (!isSamePair(certificateKey(certificate), key))
    throw new SaltInvocationError(`${place.key} is not the key of ${place.certificate}`);
  return { certificate, key };
}

/** Whether conditions say that nothing is to be done; texts are command lines. */
export async function isHeldBack(onlyif: Value, unless: Value, context: ExecutionContext): Promise<boolean> {
  const holds = async (condition: Value): Promise<boolean> =>
    typeof condition === "string"
      ? Number(await context.call("cmd.retcode", [condition])) === 0
      : isTruthy(condition);
  const isOff = onlyif !== null && !(await holds(onlyif));
  const isDone = unless !== null && (await holds(unless));
  return isOff || isDone;
}
