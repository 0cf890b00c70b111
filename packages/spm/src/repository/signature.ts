/**
 * Checksums of a repository, and the signature under them: files of our own beside Salt's metadata.
 */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { errorText } from "@salt/core";
import { SpmError } from "../errors.js";

/** The list of checksums, in the form of the command sha256sum. */
export const CHECKSUMS = "SPM-CHECKSUMS";
/** The signature under the list. */
export const SIGNATURE = "SPM-CHECKSUMS.sig";

const LINE = /^([0-9a-f]{64}) [ *]([A-Za-z0-9][\w.+~-]*)$/;

/** The SHA-256 of some bytes, in hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The SHA-256 of a file, in hexadecimal digits. Throws the system's error. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}

/** Writes checksums by file name. */
export function formatChecksums(sums: ReadonlyMap<string, string>): string {
  return [...sums].map(([name, sum]) => `${sum}  ${name}\n`).join("");
}

/** Reads checksums. Throws SpmError. */
export function parseChecksums(text: string, place: string): ReadonlyMap<string, string> {
  const sums = new Map<string, string>();
  for (const line of text.split("\n").filter((each) => each !== "")) {
    const [, sum, name] = LINE.exec(line) ?? [];
    if (sum === undefined || name === undefined)
      throw new SpmError("repository", `${place} is no list of checksums`);
    sums.set(name, sum);
  }
  return sums;
}

/** Signs a text with a private key: RSA, EC or Ed25519, as PEM. Throws SpmError. */
export function signText(text: string, keyFile: string): string {
  try {
    const key = createPrivateKey(readFileSync(keyFile));
    return `${sign(digestFor(key.asymmetricKeyType), Buffer.from(text), key).toString("base64")}\n`;
  } catch (cause) {
    throw new SpmError("repository", `The signing key ${keyFile} cannot be used: ${errorText(cause)}`, {
      cause,
    });
  }
}

/** Checks a signature. Throws SpmError. */
export function checkSignature(text: string, signature: string, keyFile: string, place: string): void {
  let isGood: boolean;
  try {
    const key = createPublicKey(readFileSync(keyFile));
    const bytes = Buffer.from(signature.trim(), "base64");
    isGood = verify(digestFor(key.asymmetricKeyType), Buffer.from(text), key, bytes);
  } catch (cause) {
    throw new SpmError("repository", `The public key ${keyFile} cannot be used: ${errorText(cause)}`, {
      cause,
    });
  }
  if (!isGood)
    throw new SpmError("repository", `${place} is not signed by the key ${keyFile}`, {
      hint: "Somebody may have changed the repository. Nothing was installed.",
    });
}

function digestFor(type: string | undefined): "sha256" | null {
  return type === "ed25519" || type === "ed448" ? null : "sha256";
}
