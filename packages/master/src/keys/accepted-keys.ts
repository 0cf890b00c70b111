/**
 * Accepted keys as requests need them: looked up on disk every time, read only when they changed.
 */
import { timingSafeEqual } from "node:crypto";
import { statSync } from "node:fs";
import type { PublicKey, PublicKeyCache } from "@salt/wire";
import type { KeyFiles } from "./key-files.js";
import { normaliseKeyText } from "./key-text.js";

/** What the owner of a key "encrypts" with it in every request. */
const TOKEN_TEXT = Buffer.from("salt");
/** Entries kept; more minions only cost another read of their key file. */
const MAX_KEYS = 50_000;
/** Younger than this, a directory may change again within one tick of its time stamp. */
const SETTLED_MS = 100;

/** The accepted key of one minion. */
export class AcceptedKey {
  /** Normalised text of the key. */
  readonly pem: string;
  readonly #parsed: PublicKeyCache;
  #token: Buffer | undefined;

  constructor(pem: string, parsed: PublicKeyCache) {
    this.pem = pem;
    this.#parsed = parsed;
  }

  /** The key itself. Throws KeyError when the file holds none that is fit. */
  publicKey(): PublicKey {
    return this.#parsed.get(this.pem);
  }

  /** Whether the file holds a key that may be used: somebody could have put another one there by hand. */
  get isFit(): boolean {
    try {
      this.publicKey();
      return true;
    } catch {
      return false;
    }
  }

  /** Whether the sender of `token` holds the private key. A token is the same each time, so RSA runs once. */
  proves(token: Uint8Array): boolean {
    if (this.#token !== undefined) return sameBytes(this.#token, token);
    const message = this.publicKey().recoverX931(token);
    if (message === undefined || !sameBytes(message, TOKEN_TEXT)) return false;
    this.#token = Buffer.from(token);
    return true;
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** What tells one content of a file from another; a few numbers, because there is one for every minion. */
interface FileStamp {
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly size: number;
  readonly ino: number;
}

interface Entry {
  readonly key: AcceptedKey;
  readonly stamp: FileStamp;
}

/** Accepted keys by id. One `stat` for each question makes changes by `salt-key` count at once. */
export class AcceptedKeys {
  readonly #files: KeyFiles;
  readonly #parsed: PublicKeyCache;
  readonly #entries = new Map<string, Entry>();
  #ids: { readonly changed: number; readonly ids: readonly string[] } | undefined;

  constructor(files: KeyFiles, parsed: PublicKeyCache) {
    this.#files = files;
    this.#parsed = parsed;
  }

  /** The key of an accepted minion; `id` must be a possible minion id. */
  get(id: string): AcceptedKey | undefined {
    const stamp = statSync(this.#files.path("accepted", id), { throwIfNoEntry: false });
    const entry = this.#entries.get(id);
    if (stamp === undefined) {
      this.#entries.delete(id);
      return undefined;
    }
    if (entry !== undefined && sameFile(entry.stamp, stamp)) return entry.key;
    return this.#read(id, stamp);
  }

  /** All accepted ids, sorted. */
  ids(): readonly string[] {
    const changed = statSync(this.#files.folder("accepted"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (this.#ids?.changed === changed) return this.#ids.ids;
    const ids = this.#files.ids("accepted");
    this.#ids = Date.now() - changed > SETTLED_MS ? { changed, ids } : undefined;
    return ids;
  }

  #read(id: string, { mtimeMs, ctimeMs, size, ino }: FileStamp): AcceptedKey | undefined {
    const pem = this.#files.read("accepted", id);
    if (pem === undefined) return undefined;
    const key = new AcceptedKey(normaliseKeyText(pem), this.#parsed);
    this.#entries.delete(id);
    this.#entries.set(id, { key, stamp: { mtimeMs, ctimeMs, size, ino } });
    if (this.#entries.size > MAX_KEYS) this.#dropOldest();
    return key;
  }

  #dropOldest(): void {
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }
}

function sameFile(a: FileStamp, b: FileStamp): boolean {
  return a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.size === b.size && a.ino === b.ino;
}
