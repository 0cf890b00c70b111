/**
 * The AES key that seals publications, with the serial that numbers them.
 */
import { createHash } from "node:crypto";
import type { Clock } from "@salt/core";
import type { PrivateKey } from "@salt/wire";
import { Crypticle } from "@salt/wire";

/** Minions keep the serial in a double at worst; long before that a new key is due anyway. */
const MAX_SERIAL = Number.MAX_SAFE_INTEGER - 1;

/** One AES key and all that is made of it. It lives in memory only. */
export class PublicationKey {
  readonly #owner: PrivateKey;
  readonly #clock: Clock;
  #crypticle = new Crypticle(Crypticle.generateKey());
  #proof: Buffer | undefined;
  #madeAt: number;
  #serial = 0;

  constructor(owner: PrivateKey, clock: Clock) {
    this.#owner = owner;
    this.#clock = clock;
    this.#madeAt = clock.now();
  }

  /** Seals publications. */
  get crypticle(): Crypticle {
    return this.#crypticle;
  }

  /** The master's X9.31 value over the digest of the key: how minions know it is the master's. */
  get proof(): Buffer {
    const digest = createHash("sha256").update(this.#crypticle.keyText).digest("hex");
    this.#proof ??= this.#owner.signX931(Buffer.from(digest));
    return this.#proof;
  }

  /** Seconds since this key was made. */
  get age(): number {
    return (this.#clock.now() - this.#madeAt) / 1000;
  }

  /** Whether the serial has reached its end, so that a new key is due. */
  get isWornOut(): boolean {
    return this.#serial >= MAX_SERIAL;
  }

  /** The number of the next publication; the first with a key is 1. */
  nextSerial(): number {
    this.#serial += 1;
    return this.#serial;
  }

  /** Makes a new key and starts counting anew. */
  rotate(): void {
    this.#crypticle = new Crypticle(Crypticle.generateKey());
    this.#proof = undefined;
    this.#madeAt = this.#clock.now();
    this.#serial = 0;
  }
}
