/**
 * RSA private keys: the master's, the minion's, and the one that signs the master's.
 */
import type { KeyObject } from "node:crypto";
import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  privateDecrypt,
  privateEncrypt,
  sign,
  webcrypto,
} from "node:crypto";
import type { EncryptionAlgorithm, SigningAlgorithm } from "./algorithms.js";
import { hashOf, KeyError } from "./algorithms.js";
import { IdleCopies } from "./idle-copies.js";
import { normalisePem } from "./pem.js";
import { PublicKey } from "./public-key.js";
import { lesserRoot, x931Block } from "./x931.js";

/** An RSA private key of 2048 to 8192 bits. */
export class PrivateKey {
  readonly publicKey: PublicKey;
  readonly #key: KeyObject;
  /** For work off the main thread: the platform locks a key while it is at work, also for whoever only wants to begin. */
  readonly #signers: IdleCopies<KeyObject>;
  readonly #openers: IdleCopies<Promise<webcrypto.CryptoKey>>;

  private constructor(key: KeyObject) {
    this.#key = key;
    const der = key.export({ type: "pkcs8", format: "der" });
    this.#signers = new IdleCopies(() => createPrivateKey({ key: der, type: "pkcs8", format: "der" }));
    this.#openers = new IdleCopies(() =>
      webcrypto.subtle.importKey("pkcs8", der, { name: "RSA-OAEP", hash: "SHA-1" }, false, ["decrypt"]),
    );
    this.publicKey = PublicKey.fromPem(
      createPublicKey(key).export({ type: "spki", format: "pem" }).toString(),
    );
  }

  /** Reads PKCS#1 or PKCS#8 text, encrypted or not. Throws KeyError. */
  static fromPem(pem: string, passphrase?: string): PrivateKey {
    const text = normalisePem(pem);
    let key: KeyObject;
    try {
      key = createPrivateKey({
        key: text,
        format: "pem",
        ...(passphrase === undefined ? {} : { passphrase }),
      });
    } catch (cause) {
      const hint = text.includes("ENCRYPTED")
        ? "It is encrypted: set key_pass to its passphrase."
        : "Is it a PEM file?";
      throw new KeyError("a private key cannot be read", { cause, hint });
    }
    return new PrivateKey(key);
  }

  /** Makes a key of `bits` bits, off the main thread. */
  static async generate(bits: number): Promise<PrivateKey> {
    // Not `promisify`: at the top of this file it would load node:crypto into every command, which costs 4 ms.
    const key = await new Promise<KeyObject>((resolve, reject) => {
      generateKeyPair("rsa", { modulusLength: bits, publicExponent: 65537 }, (error, _public, made) => {
        if (error === null) resolve(made);
        else reject(error);
      });
    });
    return new PrivateKey(key);
  }

  /** Signs off the main thread. */
  sign(algorithm: SigningAlgorithm, data: Uint8Array): Promise<Buffer> {
    const begin = (key: KeyObject): Promise<Buffer> =>
      new Promise((resolve, reject) => {
        sign(hashOf(algorithm), data, key, (error, signature) => {
          if (error === null) resolve(signature);
          else reject(error);
        });
      });
    return this.#signers.use(begin);
  }

  /** Signs at once; half a millisecond for 2048 bits. */
  signNow(algorithm: SigningAlgorithm, data: Uint8Array): Buffer {
    return sign(hashOf(algorithm), data, this.#key);
  }

  /** Decrypts what `PublicKey.encrypt` made. Throws KeyError. */
  decrypt(algorithm: EncryptionAlgorithm, data: Uint8Array): Buffer {
    const options = {
      key: this.#key,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: hashOf(algorithm),
    };
    try {
      return privateDecrypt(options, data);
    } catch (cause) {
      throw new KeyError("a value was not encrypted to this key", { cause });
    }
  }

  /** The same off the main thread; with SHA-224, which the platform has no such call for, on it. Throws KeyError. */
  async decryptAsync(algorithm: EncryptionAlgorithm, data: Uint8Array): Promise<Buffer> {
    if (algorithm !== "OAEP-SHA1") return this.decrypt(algorithm, data);
    try {
      return await this.#openers.use(async (key) =>
        Buffer.from(await webcrypto.subtle.decrypt({ name: "RSA-OAEP" }, await key, data)),
      );
    } catch (cause) {
      throw new KeyError("a value was not encrypted to this key", { cause });
    }
  }

  /** "Encrypts" a short message with this key so that `PublicKey.recoverX931` gives it back. Throws KeyError. */
  signX931(message: Uint8Array): Buffer {
    const { bits, modulus } = this.publicKey;
    const block = x931Block(message, Math.ceil(bits / 8));
    if (block === undefined || bits % 8 !== 0) {
      throw new KeyError(`${message.length} bytes do not fit a key of ${bits} bits`);
    }
    return lesserRoot(privateEncrypt({ key: this.#key, padding: constants.RSA_NO_PADDING }, block), modulus);
  }

  /** The key as PKCS#1 PEM, in the traditional encrypted form when there is a passphrase. */
  toPem(passphrase?: string): string {
    const encryption = passphrase === undefined ? {} : { cipher: "aes-256-cbc", passphrase };
    return this.#key.export({ type: "pkcs1", format: "pem", ...encryption }).toString();
  }
}
