/**
 * The last serial seen with each AES key, kept across restarts: an old publication stays old.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "@salt/core";
import { errorText, isDict, writeFileAtomic } from "@salt/core";
import type { Crypticle } from "@salt/wire";
import { decode, encode } from "@salt/wire";

/** Keys remembered: of several masters, and of the last rotations. */
const MAX_KEYS = 16;

/** Serials by key; written before a publication counts as taken. */
export class SerialFile {
  readonly #path: string;
  readonly #log: Logger;
  readonly #serials: Map<string, number>;

  constructor(cachedir: string, log: Logger) {
    this.#path = join(cachedir, "publication_serials");
    this.#log = log;
    this.#serials = this.#read();
  }

  /** The last serial taken with a key; 0 for a new one. */
  last(key: Crypticle): number {
    return this.#serials.get(nameOf(key)) ?? 0;
  }

  /** Remembers a serial as taken. */
  take(key: Crypticle, serial: number): void {
    const name = nameOf(key);
    this.#serials.delete(name);
    this.#serials.set(name, serial);
    for (const oldest of this.#serials.keys()) {
      if (this.#serials.size <= MAX_KEYS) break;
      this.#serials.delete(oldest);
    }
    try {
      writeFileAtomic(this.#path, encode(new Map(this.#serials), "ipc"), { mode: 0o600 });
    } catch (error) {
      this.#log.error({ path: this.#path, reason: errorText(error) }, "The last serial cannot be written");
    }
  }

  #read(): Map<string, number> {
    const found = new Map<string, number>();
    let bytes: Buffer;
    try {
      bytes = readFileSync(this.#path);
    } catch {
      return found; // The first start.
    }
    try {
      const value = decode(bytes, { dialect: "ipc" });
      for (const [key, serial] of isDict(value) ? value : []) {
        if (typeof key === "string" && typeof serial === "number") found.set(key, serial);
      }
    } catch (error) {
      this.#log.warn(
        { path: this.#path, reason: errorText(error) },
        "The file of last serials cannot be read",
      );
    }
    return found;
  }
}

/** Keys are named by a digest: the file holds no secrets. */
function nameOf(key: Crypticle): string {
  return createHash("sha256").update(`publications ${key.keyText}`).digest("hex").slice(0, 32);
}
