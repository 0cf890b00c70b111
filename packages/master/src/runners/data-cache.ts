/**
 * The master's data cache on disk: one packed file for each key, in the layout of Salt's `localfs` cache.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { DataCache, Value } from "@salt/core";
import { ensurePrivateBelow, SaltInvocationError, writeFileAtomic } from "@salt/core";
import { decode, encode } from "@salt/wire";
import { errorCode } from "../errors.js";

const SUFFIX = ".p";

/** Reads and writes `cachedir/<bank>/<key>.p`. */
export class FileDataCache implements DataCache {
  readonly #root: string;

  constructor(cachedir: string) {
    this.#root = cachedir;
  }

  store(bank: string, key: string, value: Value): void {
    const folder = this.#folder(bank);
    ensurePrivateBelow(this.#root, folder);
    writeFileAtomic(join(folder, `${named(key)}${SUFFIX}`), encode(value, "ipc"), { mode: 0o600 });
  }

  fetch(bank: string, key: string): Value | undefined {
    const path = join(this.#folder(bank), `${named(key)}${SUFFIX}`);
    try {
      return decode(readFileSync(path), { dialect: "ipc" });
    } catch (cause) {
      if (isAbsent(cause)) return undefined;
      throw cause;
    }
  }

  list(bank: string): readonly string[] {
    try {
      const names = readdirSync(this.#folder(bank)).filter((name) => !name.startsWith("."));
      return names.map((name) => (name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : name)).sort();
    } catch (cause) {
      if (isAbsent(cause)) return [];
      throw cause;
    }
  }

  flush(bank: string, key?: string): boolean {
    const folder = this.#folder(bank);
    const path = key === undefined ? folder : join(folder, `${named(key)}${SUFFIX}`);
    if (!existsSync(path)) return false;
    rmSync(path, { recursive: true });
    return true;
  }

  /** A bank is at least one name below `cachedir`, so that flushing it leaves the master's other files alone. */
  #folder(bank: string): string {
    return join(this.#root, ...bank.split("/").map(named));
  }
}

/** A name becomes part of a path only when it stays in its directory and is not one of the master's hidden files. */
function named(name: string): string {
  const isSafe = name !== "" && !name.startsWith(".") && !/[/\\\0]/.test(name) && name.length <= 250;
  if (isSafe) return name;
  throw new SaltInvocationError(`${JSON.stringify(name)} cannot be the name of a bank or key`);
}

function isAbsent(cause: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "EISDIR"].includes(errorCode(cause));
}
