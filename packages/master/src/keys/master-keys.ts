/**
 * The master's own key pairs: who it is, and the second pair that vouches for the first.
 */
import { lstatSync, statSync } from "node:fs";
import { join } from "node:path";
import type { MasterConfig } from "@salt/core";
import { ensurePrivateDir, SaltError } from "@salt/core";
import type { PrivateKey, SigningAlgorithm } from "@salt/wire";
import { ensureKeyPair } from "@salt/wire";
import { StartError } from "../errors.js";

/** The options of key pairs. */
export type MasterKeysConfig = Pick<
  MasterConfig,
  "pki_dir" | "keysize" | "key_pass" | "master_sign_pubkey" | "master_sign_key_name"
>;

/** The key pairs of a running master. */
export class MasterKeys {
  readonly master: PrivateKey;
  readonly #signer: PrivateKey | undefined;
  readonly #vouchers = new Map<SigningAlgorithm, string>();

  constructor(master: PrivateKey, signer: PrivateKey | undefined) {
    this.master = master;
    this.#signer = signer;
  }

  /** The public key as sign-in replies carry it. */
  get publicPem(): string {
    return this.master.publicKey.pem;
  }

  /** The second key's signature over the public key, as text; undefined without a second key. */
  voucher(algorithm: SigningAlgorithm): string | undefined {
    if (this.#signer === undefined) return undefined;
    let voucher = this.#vouchers.get(algorithm);
    if (voucher === undefined) {
      // The line end is part of the form that minions expect.
      voucher = `${this.#signer.signNow(algorithm, Buffer.from(this.publicPem)).toString("base64")}\n`;
      this.#vouchers.set(algorithm, voucher);
    }
    return voucher;
  }
}

/** Reads the key pairs, or makes them at the first start. Throws StartError. */
export async function openMasterKeys(config: MasterKeysConfig): Promise<MasterKeys> {
  ensurePrivateDir(config.pki_dir);
  const options = {
    bits: config.keysize,
    ...(config.key_pass === null ? {} : { passphrase: config.key_pass }),
  };
  const master = await pairOf(config.pki_dir, "master", options);
  if (!config.master_sign_pubkey) return new MasterKeys(master, undefined);
  return new MasterKeys(master, await pairOf(config.pki_dir, config.master_sign_key_name, options));
}

async function pairOf(
  dir: string,
  name: string,
  options: { readonly bits: number; readonly passphrase?: string },
): Promise<PrivateKey> {
  requireOwnFile(join(dir, `${name}.pem`));
  try {
    return await ensureKeyPair(dir, name, options);
  } catch (cause) {
    if (!(cause instanceof SaltError)) throw cause;
    throw new StartError(`The master's key is of no use: ${cause.message}`, {
      cause,
      hint: cause.hint ?? `Look at ${join(dir, `${name}.pem`)}.`,
    });
  }
}

/** A private key that others own or may read is not one to trust. */
function requireOwnFile(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    throw new StartError(`${path} is a link to nothing`, { hint: "Restore the file it names." });
  const account = process.getuid?.();
  if (account === undefined) return;
  if (found.uid !== account) {
    throw new StartError(`${path} belongs to another account (uid ${found.uid})`, {
      hint: "Run the master as that account (option user), or give it the files of pki_dir.",
    });
  }
  if ((found.mode & 0o077) !== 0) {
    throw new StartError(`${path} can be read by other accounts`, { hint: `Run: chmod 400 ${path}` });
  }
}
