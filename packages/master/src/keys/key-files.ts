/**
 * The files of minion keys in Salt's own layout: one directory for each state, one file for each id.
 */
import { lstatSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { KeyLists } from "@salt/core";
import { ensurePrivateDir, isMinionId, writeFileAtomic } from "@salt/core";
import { errorCode, KeyStoreError } from "../errors.js";

/** What the operator has decided about a key. */
export type KeyState = keyof KeyLists;

/** Every state, in the order in which lists show them. */
export const KEY_STATES: readonly KeyState[] = ["accepted", "denied", "pending", "rejected"];

/** The directory of each state below `pki_dir`. */
export const KEY_FOLDERS: Readonly<Record<KeyState, string>> = {
  accepted: "minions",
  pending: "minions_pre",
  rejected: "minions_rejected",
  denied: "minions_denied",
};

/** Longer files are no keys; the largest key that is taken has some 1500 bytes. */
const MAX_KEY_BYTES = 16 * 1024;

/** Reads and changes the files. No id becomes part of a path unless it may be a minion id. */
export class KeyFiles {
  readonly #pkiDir: string;

  constructor(pkiDir: string) {
    this.#pkiDir = pkiDir;
  }

  /** Makes all directories. Throws ConfigError when one of them belongs to someone else. */
  ensureFolders(): void {
    ensurePrivateDir(this.#pkiDir);
    for (const folder of [...Object.values(KEY_FOLDERS), "minions_autosign"]) {
      ensurePrivateDir(join(this.#pkiDir, folder));
    }
  }

  /** The directory of a state. */
  folder(state: KeyState): string {
    return join(this.#pkiDir, KEY_FOLDERS[state]);
  }

  /** The file of a key. Throws KeyStoreError for what must not be an id. */
  path(state: KeyState, id: string): string {
    if (!isMinionId(id)) throw new KeyStoreError(`${JSON.stringify(id)} cannot be a minion id`);
    return join(this.folder(state), id);
  }

  /** The ids in a state, sorted; files with impossible names are left out. */
  ids(state: KeyState): readonly string[] {
    return this.#names(state).filter(isMinionId).sort();
  }

  /** How many files a state has. */
  count(state: KeyState): number {
    return this.#names(state).length;
  }

  /** Whether an id has a key in this state. */
  has(state: KeyState, id: string): boolean {
    return isMinionId(id) && lstatSync(this.path(state, id), { throwIfNoEntry: false })?.isFile() === true;
  }

  /** The text of a key, or undefined when there is none. */
  read(state: KeyState, id: string): string | undefined {
    try {
      const path = this.path(state, id);
      const found = lstatSync(path, { throwIfNoEntry: false });
      if (found === undefined || !found.isFile() || found.size > MAX_KEY_BYTES) return undefined;
      return readFileSync(path, "utf8");
    } catch (cause) {
      if (cause instanceof KeyStoreError || errorCode(cause) === "ENOENT") return undefined;
      throw fileError(`The key of ${id} cannot be read`, cause);
    }
  }

  /** Stores a key, replacing the one that was there. */
  write(state: KeyState, id: string, pem: string): void {
    const path = this.path(state, id);
    try {
      writeFileAtomic(path, pem, { mode: 0o600 });
    } catch (cause) {
      throw fileError(`The key of ${id} cannot be stored`, cause);
    }
  }

  /** Moves a key to another state, replacing one that is there; false when there is nothing to move. */
  move(id: string, from: KeyState, to: KeyState): boolean {
    try {
      ensurePrivateDir(this.folder(to));
      renameSync(this.path(from, id), this.path(to, id));
      return true;
    } catch (cause) {
      if (errorCode(cause) === "ENOENT") return false;
      throw fileError(`The key of ${id} cannot be moved`, cause);
    }
  }

  /** Removes a key; false when there is none. */
  remove(state: KeyState, id: string): boolean {
    try {
      rmSync(this.path(state, id));
      return true;
    } catch (cause) {
      if (errorCode(cause) === "ENOENT") return false;
      throw fileError(`The key of ${id} cannot be removed`, cause);
    }
  }

  #names(state: KeyState): string[] {
    try {
      return readdirSync(this.folder(state)).filter((name) => !name.startsWith("."));
    } catch (cause) {
      if (errorCode(cause) === "ENOENT") return [];
      throw fileError(`${this.folder(state)} cannot be read`, cause);
    }
  }
}

function fileError(what: string, cause: unknown): KeyStoreError {
  if (cause instanceof KeyStoreError) return cause;
  return new KeyStoreError(`${what} (${errorCode(cause)})`, {
    cause,
    hint: "Does this account own pki_dir, and has its disk room?",
  });
}
