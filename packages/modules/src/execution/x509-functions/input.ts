/**
 * Keys, certificates and the like as users give them: a path, PEM, hexadecimal or base64 text, or bytes.
 */
import { readFileSync, statSync } from "node:fs";
import type { Value } from "@salt/core";
import { SaltInvocationError } from "@salt/core";

/** Larger files are no keys and no certificates; revocation lists can be large. */
const MAX_BYTES = 64 * 1024 * 1024;
const BEGIN = "-----BEGIN";

/** Whether a value is the path of a file that is there. */
export function isFilePath(value: Value): value is string {
  if (typeof value !== "string" || value.includes("\0") || value.includes("\n")) return false;
  return statSync(value, { throwIfNoEntry: false })?.isFile() === true;
}

/** The bytes of what is given. Throws SaltInvocationError when they cannot be made out. */
export function bytesOf(value: Value): Uint8Array {
  if (isFilePath(value)) {
    if (statSync(value).size > MAX_BYTES) throw new SaltInvocationError(`${value} is too large`);
    return readFileSync(value);
  }
  if (value instanceof Uint8Array) return value;
  const bytes = typeof value === "string" ? decoded(value) : undefined;
  if (bytes !== undefined) return bytes;
  throw new SaltInvocationError(
    "Could not load provided source. You need to pass an existing file, (PEM|hex|base64)-encoded string or raw bytes.",
  );
}

/** Whether bytes are PEM; else they are taken for DER. */
export function isPem(bytes: Uint8Array): boolean {
  return Buffer.from(bytes).includes(BEGIN);
}

function decoded(text: string): Uint8Array | undefined {
  if (text.startsWith("b64:")) return Buffer.from(text.slice(4), "base64");
  if (text.includes(BEGIN)) return Buffer.from(text);
  const dense = text.replace(/\s/g, "");
  if (/^(?:[0-9a-fA-F]{2})*$/.test(dense)) return Buffer.from(dense, "hex");
  return /^[A-Za-z0-9+/]*={0,2}$/.test(dense) && dense.length % 4 === 0
    ? Buffer.from(dense, "base64")
    : undefined;
}
