/**
 * Sealed values: AES-192-CBC with HMAC-SHA256 over it, the envelope of everything secret on the ports.
 */
import type { KeyObject } from "node:crypto";
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import type { Plain, SaltErrorOptions, Value } from "@salt/core";
import { errorText, SaltError } from "@salt/core";
import { decode } from "../codec/decode.js";
import { encodePieces } from "../codec/encode.js";
import { KeyError } from "./algorithms.js";

const AES_BYTES = 24;
const HMAC_BYTES = 32;
const IV_BYTES = 16;
const NONCE_BYTES = 32;
/** Historical name; what follows is msgpack. */
const PREFIX = Buffer.from("pickle::");
const KEY_TEXT = /^[A-Za-z0-9+/]{75}=$/;

/** Sealed bytes cannot be opened with this key, or what is inside is not what it must be. */
export class SealError extends SaltError {
  constructor(message: string, options: SaltErrorOptions = {}) {
    super("SEAL", message, options);
  }
}

/** Seals and opens values with one key. */
export class Crypticle {
  /** The key as base64 text, the form in which keys are sent, stored and hashed. */
  readonly keyText: string;
  readonly #aes: KeyObject;
  readonly #hmac: KeyObject;
  readonly #drawIv: () => Uint8Array;

  /** Takes the 76 characters of a key, else throws KeyError. `drawIv` is for comparing with recorded bytes only. */
  constructor(keyText: string, drawIv: () => Uint8Array = () => randomBytes(IV_BYTES)) {
    const bytes = Buffer.from(keyText, "base64");
    if (!KEY_TEXT.test(keyText) || bytes.length !== AES_BYTES + HMAC_BYTES) {
      throw new KeyError("a symmetric key is not the base64 text of 56 bytes");
    }
    this.keyText = keyText;
    this.#aes = createSecretKey(bytes.subarray(0, AES_BYTES));
    this.#hmac = createSecretKey(bytes.subarray(AES_BYTES));
    this.#drawIv = drawIv;
  }

  /** The text of a new key. */
  static generateKey(): string {
    return randomBytes(AES_BYTES + HMAC_BYTES).toString("base64");
  }

  /** Seals a value; with a nonce (32 ASCII characters), as the reply to the request that carried it. */
  seal(value: Plain, nonce?: string): Buffer {
    return Buffer.concat(this.sealPieces(encodePieces(value), nonce));
  }

  /** Seals what is packed already. Throws SealError for a nonce of another length. */
  sealBytes(packed: Uint8Array, nonce?: string): Buffer {
    return Buffer.concat(this.sealPieces([packed], nonce));
  }

  /** Seals packed pieces that follow one another, into such pieces. Throws as `sealBytes`. */
  sealPieces(packed: readonly Uint8Array[], nonce?: string): readonly Uint8Array[] {
    if (nonce !== undefined && Buffer.byteLength(nonce) !== NONCE_BYTES) {
      throw new SealError(`a nonce is not of ${NONCE_BYTES} bytes`);
    }
    const iv = this.#drawIv();
    const cipher = createCipheriv("aes-192-cbc", this.#aes, iv);
    const head = nonce === undefined ? PREFIX : Buffer.concat([PREFIX, Buffer.from(nonce)]);
    const parts = [iv, cipher.update(head), ...packed.map((piece) => cipher.update(piece)), cipher.final()];
    parts.push(this.#digest(parts));
    return parts;
  }

  /** Opens a value; with a nonce, only the reply to the request that carried it. Throws SealError and nothing else. */
  open(sealed: Uint8Array, nonce?: string): Value {
    const packed = this.openBytes(sealed, nonce);
    try {
      return decode(packed);
    } catch (cause) {
      throw new SealError(`a sealed value cannot be read: ${errorText(cause)}`, { cause });
    }
  }

  /** Opens without unpacking. Throws SealError. */
  openBytes(sealed: Uint8Array, nonce?: string): Buffer {
    const plain = this.#decrypt(sealed);
    if (plain.length < PREFIX.length || !plain.subarray(0, PREFIX.length).equals(PREFIX)) {
      throw new SealError("a sealed value does not begin as it must");
    }
    if (nonce === undefined) return plain.subarray(PREFIX.length);
    const end = PREFIX.length + NONCE_BYTES;
    if (plain.toString("latin1", PREFIX.length, end) !== nonce) {
      throw new SealError("a reply does not carry the nonce of its request");
    }
    return plain.subarray(end);
  }

  #decrypt(sealed: Uint8Array): Buffer {
    const end = sealed.length - HMAC_BYTES;
    if (end < 2 * IV_BYTES || end % IV_BYTES !== 0)
      throw new SealError("sealed bytes are of an impossible length");
    const body = sealed.subarray(0, end);
    if (!timingSafeEqual(this.#digest([body]), sealed.subarray(end))) {
      throw new SealError("sealed bytes are not of this key", {
        hint: "The key was changed, or the bytes were.",
      });
    }
    const decipher = createDecipheriv("aes-192-cbc", this.#aes, body.subarray(0, IV_BYTES));
    // With padding the last block would come in a buffer of its own, and all the others would be copied to join it.
    decipher.setAutoPadding(false);
    return withoutPadding(decipher.update(body.subarray(IV_BYTES)));
  }

  #digest(parts: readonly Uint8Array[]): Buffer {
    const hmac = createHmac("sha256", this.#hmac);
    for (const part of parts) hmac.update(part);
    return hmac.digest();
  }
}

/** Padding is 1 to 16 bytes, each of which says how many they are. The digest vouches for them: nobody can probe here. */
function withoutPadding(padded: Buffer): Buffer {
  const count = padded.at(-1) ?? 0;
  const end = padded.length - count;
  const isPadding = count >= 1 && count <= IV_BYTES && padded.subarray(end).every((byte) => byte === count);
  if (!isPadding) throw new SealError("sealed bytes are not padded as they must be");
  return padded.subarray(0, end);
}
