/**
 * What certificates say.
 */
import { createHash, getHashes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Name } from "@peculiar/asn1-x509";
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import { CommandExecutionError, errorText, pythonStr } from "@salt/core";
import { PythonError } from "../../values/python-error.js";
import type { Certificate509 } from "../x509-functions/certificate-file.js";
import { loadCertificate } from "../x509-functions/certificate-file.js";
import { algorithmName } from "../x509-functions/signing.js";
import { integerOf, prettyHex } from "../x509-functions/simple-der.js";
import { extensionLine } from "./extension-lines.js";
import { shortParts } from "./names.js";

/** The certificate of a file. Throws CommandExecutionError when there is none; the reason is logged. */
export function certificateOfFile(path: Value, context: ExecutionContext): Certificate509 {
  try {
    return loadCertificate(readFileSync(pythonStr(path)));
  } catch (error) {
    context.log.error({ path: pythonStr(path), reason: errorText(error) }, "A certificate cannot be read");
    throw new CommandExecutionError(`Failed to read cert from ${pythonStr(path)}, see log for details`);
  }
}

/** A certificate as a map; PEM, or a file. Throws the system's errors and ValueError. */
export function certificateInfo(source: Value, digest: Value): Plain {
  const text = pythonStr(source);
  const bytes = text.includes("-----BEGIN") ? Buffer.from(text) : readFileSync(text);
  const { parts, der } = loadCertificate(bytes);
  const content = parts.tbsCertificate;
  const extensions = (content.extensions ?? []).map(extensionLine);
  const serial = integerOf(content.serialNumber);
  return {
    fingerprint: fingerprint(der, digest),
    subject: namedParts(content.subject),
    issuer: namedParts(content.issuer),
    serial_number: serial <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(serial) : serial,
    not_before: seconds(content.validity.notBefore.getTime()),
    not_after: seconds(content.validity.notAfter.getTime()),
    extensions: new Map<Value, Value>(extensions),
    ...alternativeNames(extensions),
    signature_algorithm: algorithmName(parts.signatureAlgorithm),
  };
}

function fingerprint(der: Uint8Array, digest: Value): string {
  const name = pythonStr(digest).toLowerCase();
  if (!getHashes().some((hash) => hash.toLowerCase() === name))
    throw new PythonError("ValueError", "No such digest method");
  return prettyHex(createHash(name).update(der).digest());
}

function namedParts(name: Name): Dict {
  return new Map<Value, Value>(shortParts(name));
}

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

/** The hosts and addresses; as in Salt, other kinds of names are left out. */
function alternativeNames(extensions: readonly (readonly [name: string, words: string])[]): {
  readonly [name: string]: Plain;
} {
  const words = extensions.find(([name]) => name === "subjectAltName")?.[1];
  if (words === undefined) return {};
  const names = words.split(", ").flatMap((word) => /^(?:DNS|IP Address):(.*)$/s.exec(word)?.[1] ?? []);
  return { subject_alt_names: [...new Set(names)] };
}
