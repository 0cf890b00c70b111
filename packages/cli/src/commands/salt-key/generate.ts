/**
 * `salt-key --gen-keys`.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureKeyPair } from "@salt/wire";
import { fingerprintOf } from "./show-keys.js";

/** Makes a pair of this name, or keeps the one that is there; gives the fingerprint of its public key. */
export async function generatePair(
  dir: string,
  name: string,
  { bits, hashType }: { readonly bits: number; readonly hashType: string },
): Promise<string> {
  mkdirSync(dir, { recursive: true });
  await ensureKeyPair(dir, name, { bits });
  return fingerprintOf(readFileSync(join(dir, `${name}.pub`), "utf8"), hashType) ?? "";
}
