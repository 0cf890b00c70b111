/**
 * The minion's key pair and the master key it trusts, in Salt's `pki_dir`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ensurePrivateDir, writeFileAtomic } from "@salt/core";
import type { PrivateKey } from "@salt/wire";
import { ensureKeyPair, KeyError, PublicKey } from "@salt/wire";

/** Keys of one minion. */
export class MinionKeys {
  readonly privateKey: PrivateKey;
  /** Where the trusted master key lies. */
  readonly masterKeyPath: string;
  readonly #dir: string;
  #token: Buffer | undefined;

  private constructor(dir: string, privateKey: PrivateKey) {
    this.#dir = dir;
    this.privateKey = privateKey;
    this.masterKeyPath = join(dir, "minion_master.pub");
  }

  /** Reads the key pair, or makes it at the first start. Throws KeyError and ConfigError. */
  static async open(options: { readonly pki_dir: string; readonly keysize: number }): Promise<MinionKeys> {
    ensurePrivateDir(options.pki_dir);
    return new MinionKeys(
      options.pki_dir,
      await ensureKeyPair(options.pki_dir, "minion", { bits: options.keysize }),
    );
  }

  /** "Signed" text in every sealed request: proof of holding the key, the same each time. */
  get token(): Buffer {
    this.#token ??= this.privateKey.signX931(Buffer.from("salt"));
    return this.#token;
  }

  /** The trusted master key; read anew each time, so that deleting the file is enough to trust again. Throws KeyError. */
  masterKey(): PublicKey | undefined {
    return readPublicKey(this.masterKeyPath);
  }

  /** Trusts a master key from now on. */
  storeMasterKey(key: PublicKey): void {
    writeFileAtomic(this.masterKeyPath, `${key.pem}\n`, { mode: 0o644 });
  }

  /** The key that signs master keys, put there by hand. Throws KeyError. */
  signKey(name: string): PublicKey | undefined {
    return readPublicKey(join(this.#dir, `${name}.pub`));
  }
}

function readPublicKey(path: string): PublicKey | undefined {
  let pem: string;
  try {
    pem = readFileSync(path, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw new KeyError(`${path} cannot be read`, {
      cause,
      hint: "The account that runs the minion must own the file.",
    });
  }
  try {
    return PublicKey.fromPem(pem);
  } catch (cause) {
    throw new KeyError(`${path} holds no fit public key`, {
      cause,
      hint: "Delete the file, or put the right key there.",
    });
  }
}
