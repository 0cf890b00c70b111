/**
 * The functions of `x509` that make things, with what Salt answers.
 */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import { CommandExecutionError, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";
import { draftCertificate, draftRequest, signCertificate, signRequest } from "./build.js";
import { loadCertificate, loadList, loadRequest } from "./certificate-file.js";
import { nameMap } from "./distinguished-name.js";
import { encodeKey, loadPrivateKey, loadPublicKey, makeKey, publicDer } from "./keys.js";
import { PEM_KINDS, toPem, writePem } from "./pem.js";
import type { ListWishes } from "./revocation-list.js";
import { draftList, signList } from "./revocation-list.js";
import { digestName } from "./signing.js";
import { integerOf } from "./simple-der.js";
import { askSigner, listOf, ownPolicy, underPolicy, wishesOf } from "./wishes.js";

/** Where and in which form something is given back. */
export interface Form {
  readonly encoding: string;
  readonly path: string | null;
  readonly overwrite?: boolean;
  readonly raw: boolean;
}

const CERTIFICATE_ENCODINGS = ["der", "pem", "pkcs7_der", "pkcs7_pem", "pkcs12"];
const REMOTE_ONLY = new Set(["ca_server", "signing_policy", "private_key", "private_key_passphrase"]);
/** How long a certificate lasts where nothing says it: 3006 has a year. */
const DAYS_VALID = 365;

/** Makes a certificate, here or by another minion. */
export async function createCertificate(
  given: Dict,
  { chain, form }: { readonly chain: Value; readonly form: Form },
  context: ExecutionContext,
): Promise<Plain> {
  const wishes = wishesOf(given);
  if (!wishes.has("days_valid") && !wishes.has("not_after")) wishes.set("days_valid", DAYS_VALID);
  if (wishes.has("algorithm")) wishes.set("digest", wishes.get("algorithm") ?? "");
  refuseEncoding(form.encoding, listOf(chain).length > 0);
  digestName(wishes.get("digest") ?? "sha256");
  const signer = wishes.get("ca_server") ?? null;
  if (!wishes.has("signing_private_key") && signer === null && !wishes.has("signing_policy"))
    throw new SaltInvocationError("Creating a certificate locally at least requires a signing private key.");
  if (form.path !== null && form.overwrite === false && existsSync(form.path))
    return `The file at ${form.path} exists and overwrite was set to false`;
  const der =
    signer === null
      ? await createHere(wishes, context)
      : await createElsewhere(pythonStr(signer), wishes, context);
  return givenBack(certificateText(der, chain, form), form, PEM_KINDS.certificate, "Certificate");
}

async function createHere(wishes: Dict, context: ExecutionContext): Promise<Uint8Array> {
  const policy = await ownPolicy(wishes.get("signing_policy") ?? null, context);
  const whole = underPolicy(wishes, policy);
  return signWhole(whole);
}

/** Signs what is asked for, and keeps a copy where the wishes name a place for it. */
export function signWhole(wishes: Dict): Uint8Array {
  const draft = draftCertificate(wishes);
  const der = signCertificate(draft, wishes.get("digest") ?? "sha256");
  const place = wishes.get("copypath") ?? null;
  if (isTruthy(place)) {
    const name = nameMap(draft.content.subject).get("CN");
    const prefix =
      isTruthy(wishes.get("prepend_cn") ?? false) && name !== undefined ? `${pythonStr(name)}-` : "";
    if (prefix.includes("/"))
      throw new CommandExecutionError("the common name cannot be part of a file name");
    const serial = integerOf(draft.content.serialNumber).toString(16);
    writePem(
      toPem(der, "CERTIFICATE"),
      join(pythonStr(place), `${prefix}${serial}.crt`),
      true,
      PEM_KINDS.certificate,
    );
  }
  return der;
}

async function createElsewhere(signer: string, wishes: Dict, context: ExecutionContext): Promise<Uint8Array> {
  const policy = wishes.get("signing_policy") ?? null;
  if (policy === null)
    throw new SaltInvocationError(
      "signing_policy must be specified to request a certificate from a remote ca_server",
    );
  // A private key never leaves this minion: only its public part is sent.
  const sent = new Map([...wishes].filter(([name]) => !REMOTE_ONLY.has(pythonStr(name))));
  const [own, open, request] = ["private_key", "public_key", "csr"].map((name) => wishes.get(name) ?? null);
  if (isTruthy(own ?? null))
    sent.set(
      "public_key",
      publicDer(loadPrivateKey(own ?? null, wishes.get("private_key_passphrase") ?? null).key),
    );
  else if (isTruthy(open ?? null)) sent.set("public_key", publicDer(loadPublicKey(open ?? null)));
  if (isTruthy(request ?? null)) sent.set("csr", loadRequest(request ?? null).der);
  const told = await askSigner(signer, [policy, sent], context);
  try {
    return loadCertificate(told).der;
  } catch (error) {
    throw new CommandExecutionError("ca_server did not return a certificate", { cause: error });
  }
}

/** Throws for a form that a certificate cannot have, or not here. */
export function refuseEncoding(encoding: string, hasChain: boolean): void {
  if (!CERTIFICATE_ENCODINGS.includes(encoding))
    throw new CommandExecutionError(
      `Invalid value '${encoding}' for encoding. Valid: ${CERTIFICATE_ENCODINGS.join(", ")}`,
    );
  if (encoding.startsWith("pkcs"))
    throw new SaltInvocationError(`${encoding} is not written here; use pem or der`);
  if (encoding === "der" && hasChain)
    throw new SaltInvocationError("Cannot encode a certificate chain in DER");
}

/** A certificate and those behind it, as PEM or DER. */
function certificateText(der: Uint8Array, chain: Value, { encoding }: Form): Uint8Array {
  if (encoding === "der") return der;
  const ders = [der, ...listOf(chain).map((one) => loadCertificate(one).der)];
  return Buffer.from(ders.map((one) => toPem(one, "CERTIFICATE")).join("\n"));
}

/** Makes a request. */
export function createRequest(given: Dict, digest: Value, form: Form): Plain {
  refuseSimple(form.encoding);
  const der = signRequest(draftRequest(wishesOf(given)), digest);
  return givenBack(inForm(der, "CERTIFICATE REQUEST", form), form, PEM_KINDS.request, "CSR");
}

/** Makes a revocation list. */
export function createList(wishes: ListWishes, digest: Value, form: Form, context: ExecutionContext): Plain {
  refuseSimple(form.encoding);
  const der = signList(draftList(wishes, context), digest);
  return givenBack(inForm(der, "X509 CRL", form), form, PEM_KINDS.list, "CRL");
}

/** Writes a request or list anew in another form. */
export function encodeOther(source: Value, what: "request" | "list", form: Form): Plain {
  refuseSimple(form.encoding);
  const der = what === "request" ? loadRequest(source).der : loadList(source).der;
  return shown(inForm(der, what === "request" ? "CERTIFICATE REQUEST" : "X509 CRL", form), form);
}

/** Writes a certificate anew in another form. */
export function encodeCertificate(source: Value, chain: Value, form: Form): Plain {
  refuseEncoding(form.encoding, listOf(chain).length > 0);
  return shown(certificateText(loadCertificate(source).der, chain, form), form);
}

/** Makes a private key. */
export function createKey(algo: string, size: number | null, passphrase: Value, form: Form): Plain {
  const bytes = encodeKey(makeKey(algo, size), form.encoding, passphrase);
  return givenBack(bytes, form, PEM_KINDS.privateKey, "File");
}

/** Writes a private key anew in another form. */
export function encodePrivateKey(source: Value, opened: Value, passphrase: Value, form: Form): Plain {
  return shown(encodeKey(loadPrivateKey(source, opened).key, form.encoding, passphrase), form);
}

function refuseSimple(encoding: string): void {
  if (encoding !== "pem" && encoding !== "der")
    throw new CommandExecutionError(`Invalid value '${encoding}' for encoding. Valid: der, pem`);
}

function inForm(der: Uint8Array, type: string, { encoding }: Form): Uint8Array {
  return encoding === "der" ? der : Buffer.from(toPem(der, type));
}

function givenBack(bytes: Uint8Array, form: Form, kind: string, what: string): Plain {
  if (form.path === null) return shown(bytes, form);
  if (form.encoding === "pem")
    return writePem(Buffer.from(bytes).toString(), form.path, form.overwrite ?? true, kind);
  writeFileSync(form.path, bytes, { mode: 0o600 });
  return `${what} written to ${form.path}`;
}

function shown(bytes: Uint8Array, { encoding, raw }: Form): Plain {
  if (raw) return bytes;
  return Buffer.from(bytes).toString(encoding === "pem" ? "utf8" : "base64");
}
