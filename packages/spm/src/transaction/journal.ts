/**
 * The journal: what a change is about to do, on the disk before it begins, so that the next spm can finish it or
 * take it back.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { errorText, writeFileAtomic } from "@salt/core";
import { SpmError } from "../errors.js";
import type { PkgDbChange } from "../providers/pkgdb.js";
import type { FileAttributes } from "../providers/pkgfiles.js";

/** A change of files and record. */
export interface Change {
  /** `prepare`: nothing that was there has been touched. `commit`: it will be done, whatever happens. */
  readonly phase: "prepare" | "commit";
  /** Directories to make, parents first. */
  readonly makeDirectories: readonly string[];
  /** Files that are written under one name and then get another. */
  readonly place: readonly { readonly temporary: string; readonly path: string }[];
  /** Files to remove, unless their content is no longer this. */
  readonly removeFiles: readonly { readonly path: string; readonly sum: string }[];
  /** Directories to remove if they are empty, children first. */
  readonly removeDirectories: readonly string[];
  /** Attributes of directories, set when everything is in them. */
  readonly directories: readonly { readonly path: string; readonly attributes: FileAttributes }[];
  readonly record: PkgDbChange;
}

const FILE = "transaction.json";

/** The journal of a cache directory. */
export class Journal {
  readonly #path: string;

  constructor(cacheDir: string) {
    this.#path = join(cacheDir, FILE);
  }

  /** Whether something was begun and not ended. */
  get isOpen(): boolean {
    return existsSync(this.#path);
  }

  /** Puts a change on the disk. Throws the system's error; then the old journal stands. */
  write(change: Change): void {
    writeFileAtomic(this.#path, JSON.stringify(change), { mode: 0o600, fsync: true });
  }

  /** What was begun. Throws SpmError when it cannot be read. */
  read(): Change {
    try {
      // Written by this class alone, whole or not at all.
      return JSON.parse(readFileSync(this.#path, "utf8")) as Change;
    } catch (cause) {
      throw new SpmError("database", `${this.#path} cannot be read: ${errorText(cause)}`, {
        cause,
        hint: "It says how an interrupted spm is to be ended. If it is damaged, check the installed files and remove it.",
      });
    }
  }

  /** The change is done, or taken back. */
  clear(): void {
    rmSync(this.#path, { force: true });
  }
}
