/**
 * Parsed public keys by their text: parsing costs as much as several checks of a signature.
 */
import { PublicKey } from "./public-key.js";

/** Keeps the keys used last; whoever opens a server owns one. */
export class PublicKeyCache {
  readonly #capacity: number;
  readonly #keys = new Map<string, PublicKey>();

  /** Keeps at most `capacity` keys, some 2 KiB each. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The key of a PEM. Throws KeyError as `PublicKey.fromPem`; refused texts are not kept. */
  get(pem: string): PublicKey {
    const key = this.#keys.get(pem) ?? PublicKey.fromPem(pem);
    this.#keys.delete(pem);
    this.#keys.set(pem, key);
    if (this.#keys.size > this.#capacity) {
      for (const oldest of this.#keys.keys()) {
        this.#keys.delete(oldest);
        break;
      }
    }
    return key;
  }
}
