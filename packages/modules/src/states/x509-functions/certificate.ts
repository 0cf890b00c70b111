/**
 * `x509.certificate_managed`.
 */
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import { isTruthy, pythonStr } from "@salt/core";
import { draftCertificate, serialOf } from "../../execution/x509-functions/build.js";
import type { Certificate509 } from "../../execution/x509-functions/certificate-file.js";
import {
  certificateKey,
  fingerprint,
  isSignedBy,
  loadCertificate,
  NotOfThisKind,
} from "../../execution/x509-functions/certificate-file.js";
import { refuseEncoding } from "../../execution/x509-functions/create.js";
import { isSamePair } from "../../execution/x509-functions/keys.js";
import { digestName, digestOf } from "../../execution/x509-functions/signing.js";
import { integerOf } from "../../execution/x509-functions/simple-der.js";
import { daysAfter } from "../../execution/x509-functions/times.js";
import { listOf, policyOf, underPolicy, wishesOf } from "../../execution/x509-functions/wishes.js";
import { noteExtensions, noteName } from "./compare.js";
import type { Inspection } from "./managed-file.js";
import { manageFile } from "./managed-file.js";

/** A certificate as it should be. */
export interface CertificateWishes {
  readonly name: string;
  readonly encoding: string;
  readonly chain: Value;
  readonly daysRemaining: number;
  readonly fileArgs: Dict;
  /** All that is said of the certificate itself. */
  readonly given: Dict;
}

/** What can be put right without a new signature. */
const FORM_ONLY = new Set(["additional_certs", "encoding"]);

/** Makes a certificate be there, be good for some time, and be as it is wished. */
export function certificateManaged(wishes: CertificateWishes, context: ExecutionContext): Promise<Dict> {
  const { name, encoding, chain, fileArgs } = wishes;
  const given = wishesOf(wishes.given);
  return manageFile(
    {
      name,
      noun: "The certificate",
      encoding,
      fileArgs,
      inspect: async (path) => {
        refuseEncoding(encoding, listOf(chain).length > 0);
        return await inspect(path, { ...wishes, given }, context);
      },
      make: async (path, changes) => {
        if ([...changes.keys()].every((key) => FORM_ONLY.has(key)))
          return await textOf("x509.encode_certificate", [path], { encoding, append_certs: chain }, context);
        const asked = Object.fromEntries([...given].map(([key, value]) => [pythonStr(key), value]));
        return await textOf(
          "x509.create_certificate",
          [],
          { ...asked, encoding, append_certs: chain },
          context,
        );
      },
    },
    context,
  );
}

/** Calls a function that answers with a text. */
export async function textOf(
  fun: string,
  args: readonly Value[],
  kwargs: { readonly [name: string]: Plain },
  context: ExecutionContext,
): Promise<string> {
  return pythonStr(await context.call(fun, args, kwargs));
}

async function inspect(
  path: string,
  wishes: CertificateWishes,
  context: ExecutionContext,
): Promise<Inspection> {
  const there = loadOrNothing(path);
  if (there === undefined) return { changes: new Map([["replaced", path]]), isReadable: false };
  const changes = new Map<string, Plain>();
  const { given, encoding, chain } = wishes;
  if (encoding !== there.encoding) changes.set("encoding", encoding);
  const end = there.parts.tbsCertificate.validity.notAfter.getTime();
  if (end < daysAfter(new Date(), wishes.daysRemaining)) changes.set("expiration", true);
  if (!isSameChain(there.chain, listOf(chain).map(loadCertificate))) changes.set("additional_certs", true);
  const signer = given.get("ca_server") ?? null;
  const policy = await policyOf(given.get("signing_policy") ?? null, signer, context);
  const whole = underPolicy(given, policy);
  const digest = digestName(whole.get("digest") ?? "sha256");
  const used = digestOf(there.parts.signatureAlgorithm);
  if (used !== undefined && used !== digest) changes.set("digest", digest);
  compare(changes, there, whole, given);
  return { changes, isReadable: true };
}

function loadOrNothing(path: string): Certificate509 | undefined {
  try {
    return loadCertificate(path);
  } catch (error) {
    if (error instanceof NotOfThisKind) return undefined;
    throw error;
  }
}

function compare(changes: Map<string, Plain>, there: Certificate509, whole: Dict, given: Dict): void {
  const isSignedElsewhere = isTruthy(given.get("ca_server") ?? null);
  const draft = draftCertificate(whole, { isSignedElsewhere });
  const { tbsCertificate: old } = there.parts;
  const serial = given.get("serial_number") ?? null;
  if (serial !== null && serialOf(serial) !== integerOf(old.serialNumber))
    changes.set("serial_number", serial);
  if (!isSamePair(draft.key, certificateKey(there))) changes.set("private_key", true);
  if (draft.issuer !== undefined && !isSignedBy(there, certificateKey(draft.issuer)))
    changes.set("signing_private_key", true);
  noteName(changes, "subject_name", old.subject, draft.content.subject);
  noteName(changes, "issuer_name", old.issuer, draft.content.issuer);
  noteExtensions(changes, old.extensions ?? [], draft.content.extensions ?? []);
}

function isSameChain(there: readonly Certificate509[], wished: readonly Certificate509[]): boolean {
  const prints = (chain: readonly Certificate509[]): string =>
    chain.map((one) => fingerprint(one, "sha256").toString("hex")).join();
  return prints(there) === prints(wished);
}
