/**
 * The signature of a master's public key, for minions that check it with another key.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { KeySigning, MasterConfig } from "@salt/core";
import { SaltError, writeFileAtomic } from "@salt/core";
import { ensureKeyPair, readKeyPair } from "@salt/wire";

/** The options needed to sign the master's key. */
export type SignConfig = Pick<MasterConfig, "pki_dir" | "master_sign_key_name">;

/** Signs a master's public key for minions that check it; false when there is a signature already. Throws SaltError. */
export async function signMasterKey(config: SignConfig, request: KeySigning): Promise<boolean> {
  const publicFile = request.publicKey ?? join(config.pki_dir, "master.pub");
  if (!existsSync(publicFile)) {
    throw new SaltError("NO_PUBLIC_KEY", `There is no public key ${publicFile} to sign.`, {
      hint: "Start salt-master once, or name a file with --pub.",
    });
  }
  const signer = await signingKey(config, request);
  const target = join(request.targetDir ?? config.pki_dir, request.targetName);
  const text = readFileSync(publicFile, "utf8").trim().replaceAll("\r\n", "\n");
  const signature = await signer.sign("PKCS1v15-SHA1", Buffer.from(text));
  if (existsSync(target)) return false;
  writeFileAtomic(target, `${signature.toString("base64")}\n`, { mode: 0o644 });
  return true;
}

async function signingKey(config: SignConfig, request: KeySigning) {
  const file = request.privateKey ?? join(config.pki_dir, `${config.master_sign_key_name}.pem`);
  const name = basename(file).replace(/\.pem$/, "");
  const pair = readKeyPair(dirname(file), name);
  if (pair !== undefined) return pair;
  if (request.autoCreate && request.privateKey === undefined) {
    return await ensureKeyPair(config.pki_dir, config.master_sign_key_name, { bits: request.bits });
  }
  throw new SaltError("NO_PRIVATE_KEY", `There is no private key ${file} to sign with.`, {
    hint: "Add --auto-create to make one, or name a file with --priv.",
  });
}
