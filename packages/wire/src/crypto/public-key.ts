/**
 * RSA public keys: of minions and masters, as they arrive and as they lie on disk.
 */
import type { KeyObject } from "node:crypto";
import { constants, createPublicKey, publicEncrypt, verify } from "node:crypto";
import type { EncryptionAlgorithm, SigningAlgorithm } from "./algorithms.js";
import { hashOf, KeyError } from "./algorithms.js";
import { normalisePem, pemFingerprint, requirePublicPem } from "./pem.js";
import { rootWithEnding, x931Message } from "./x931.js";

const MIN_BITS = 2048;
const MAX_BITS = 8192;
/** Real keys have 65537. A huge exponent makes each check of a signature as dear as making one. */
const MAX_EXPONENT = 2n ** 32n;

/** An RSA public key of 2048 to 8192 bits. */
export class PublicKey {
  /** The text it was read from, trimmed and with LF line ends: two equal keys have the same. */
  readonly pem: string;
  /** Size of the modulus. */
  readonly bits: number;
  readonly #key: KeyObject;
  #modulus: bigint | undefined;

  private constructor(pem: string, key: KeyObject, bits: number) {
    this.pem = pem;
    this.#key = key;
    this.bits = bits;
  }

  /** Reads SubjectPublicKeyInfo or PKCS#1 text. Throws KeyError for anything but one fit RSA public key. */
  static fromPem(pem: string): PublicKey {
    const text = normalisePem(pem);
    requirePublicPem(text);
    const key = parse(text);
    return new PublicKey(text, key, fitBits(key));
  }

  /** Whether `signature` over `data` is by the owner of this key. */
  verify(algorithm: SigningAlgorithm, data: Uint8Array, signature: Uint8Array): boolean {
    return verify(hashOf(algorithm), data, this.#key, signature);
  }

  /** Encrypts a short text to the owner of this key. Throws KeyError when it is too long. */
  encrypt(algorithm: EncryptionAlgorithm, data: Uint8Array): Buffer {
    const options = {
      key: this.#key,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: hashOf(algorithm),
    };
    try {
      return publicEncrypt(options, data);
    } catch (cause) {
      throw new KeyError(`${data.length} bytes are too many for ${algorithm} with ${this.bits} bits`, {
        cause,
      });
    }
  }

  /** The message in a value made by `PrivateKey.signX931`, or undefined when the owner of this key did not make it. */
  recoverX931(value: Uint8Array): Buffer | undefined {
    if (value.length !== Math.ceil(this.bits / 8)) return undefined;
    try {
      const power = publicEncrypt({ key: this.#key, padding: constants.RSA_NO_PADDING }, value);
      return x931Message(rootWithEnding(power, this.modulus));
    } catch {
      return undefined; // The value is not below the modulus.
    }
  }

  /** The fingerprint as `salt-key -F` of 3006 prints it. Throws KeyError for an unknown hash. */
  fingerprint(hashType: string): string {
    return pemFingerprint(this.pem, hashType);
  }

  /** The modulus, for X9.31. */
  get modulus(): bigint {
    this.#modulus ??= BigInt(
      `0x${Buffer.from(this.#key.export({ format: "jwk" }).n ?? "", "base64url").toString("hex")}`,
    );
    return this.#modulus;
  }
}

function parse(pem: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch (cause) {
    throw new KeyError("a public key cannot be read", { cause });
  }
}

function fitBits(key: KeyObject): number {
  if (key.asymmetricKeyType !== "rsa")
    throw new KeyError(`a key is of type ${key.asymmetricKeyType}, not rsa`);
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (modulusLength < MIN_BITS || modulusLength > MAX_BITS) {
    throw new KeyError(`a key has ${modulusLength} bits; ${MIN_BITS} to ${MAX_BITS} are allowed`);
  }
  if (publicExponent < 3n || publicExponent > MAX_EXPONENT) throw new KeyError("a key has an unfit exponent");
  return modulusLength;
}
