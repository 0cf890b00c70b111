/**
 * PEM: entries of it, found, mended and written.
 */
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Value } from "@salt/core";
import { SaltInvocationError } from "@salt/core";
import { bytesOf } from "./input.js";

/** Kinds of entries that functions look for, as patterns. */
export const PEM_KINDS = {
  certificate: "CERTIFICATE",
  request: "CERTIFICATE REQUEST",
  list: "X509 CRL",
  privateKey: "(?:(?:RSA|ENCRYPTED) )?PRIVATE KEY",
} as const;

const KEY_IN_CERTIFICATE = "(?:RSA )?PRIVATE KEY";

/** The first entry of a text, with lines of 64 characters. Throws SaltInvocationError when there is none. */
export function pemEntry(source: Value, kind: string | null): string {
  const text = withLines(Buffer.from(bytesOf(source)).toString("utf8").replaceAll("\\n", "\n"));
  const pattern = new RegExp(
    String.raw`-----BEGIN (${kindPattern(kind)})-----\s+(?:(Proc-Type: 4,ENCRYPTED)\s*)?(?:(DEK-Info: [A-Z0-9-]+,[0-9A-F]+)\s*)?([^-]+?)\s+-----END \1-----`,
  );
  const found = pattern.exec(text);
  if (found === null) {
    const what =
      kind === null ? "PEM text not valid:" : `PEM does not contain a single entry of type ${kind}:`;
    throw new SaltInvocationError(`${what}\n${shownText(text)}`);
  }
  const [, type = "", process, key, body = ""] = found;
  const head = [process, key, ...(key === undefined ? [] : [""])].filter((line) => line !== undefined);
  const lines = body.replace(/\s/g, "").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${type}-----`, ...head, ...lines, `-----END ${type}-----`, ""].join("\n");
}

/** DER as PEM. */
export function toPem(der: Uint8Array, type: string): string {
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${type}-----`, ...lines, `-----END ${type}-----`, ""].join("\n");
}

/** All entries of a kind, as DER. */
export function pemEntries(text: string, type: string): readonly Uint8Array[] {
  const pattern = new RegExp(`-----BEGIN ${type}-----([^-]*)-----END ${type}-----`, "g");
  return [...text.matchAll(pattern)].map(([, body = ""]) => Buffer.from(body, "base64"));
}

/** Writes an entry to a file that only its owner may read. Gives Salt's sentence about it. */
export function writePem(text: Value, path: string, overwrite: boolean, kind: string | null): string {
  const entry = pemEntry(text, kind);
  const keeps = kind === PEM_KINDS.certificate && !overwrite && existsSync(path);
  const before = keeps ? readFileSync(path, "utf8") : "";
  const kept = (other: string): string => entryOrNothing(before, other);
  const parts = keeps ? [kept(KEY_IN_CERTIFICATE), entry, kept("DH PARAMETERS")] : [entry];
  const isNew = !existsSync(path);
  writeFileSync(path, parts.join(""), { mode: 0o600 });
  if (isNew) chmodSync(path, 0o600);
  return `PEM written to ${path}`;
}

function entryOrNothing(text: string, kind: string): string {
  try {
    return text === "" ? "" : pemEntry(text, kind);
  } catch (error) {
    if (error instanceof SaltInvocationError) return "";
    throw error;
  }
}

/** Kinds are patterns of our own, or names of capital letters, digits and blanks. */
function kindPattern(kind: string | null): string {
  if (kind === null) return "[0-9A-Z ]+";
  const own: readonly string[] = [...Object.values(PEM_KINDS), KEY_IN_CERTIFICATE];
  if (/^[0-9A-Z ]+$/.test(kind) || own.includes(kind)) return kind;
  throw new SaltInvocationError(`there is no kind of PEM entry ${JSON.stringify(kind)}`);
}

/** A key is a secret even when it is broken. */
function shownText(text: string): string {
  return text.includes("PRIVATE KEY") ? "(a private key)" : text;
}

/** Puts line breaks into an entry that has lost them, as when it came through a command line. */
function withLines(text: string): string {
  const [whole, begin, body = "", end] =
    /^(-----BEGIN [^-]+-----)([^\n]*?)(-----END [^-]+-----)$/.exec(text) ?? [];
  return whole === undefined ? text : [begin, ...(body.match(/.{1,64}/g) ?? []), end].join("\n");
}
