/**
 * The minion's store of data, in the file and the form of Salt's: one packed map, `datastore` below `cachedir`.
 */
import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Datastore, Dict } from "@salt/core";
import { CommandExecutionError, errorText, isDict, writeFileAtomic } from "@salt/core";
import { decode, encode } from "@salt/wire";

/** The most that it may hold, in bytes. */
const MAX_BYTES = 64 * 1024 * 1024;

/** The store of a minion. */
export class DatastoreFile implements Datastore {
  readonly #path: string;

  constructor(cachedir: string) {
    this.#path = join(cachedir, "datastore");
  }

  read(): Dict {
    try {
      const size = statSync(this.#path, { throwIfNoEntry: false })?.size;
      if (size === undefined || size === 0) return new Map();
      if (size > MAX_BYTES) throw new CommandExecutionError("it is too large");
      const data = decode(readFileSync(this.#path));
      return isDict(data) ? data : new Map();
    } catch (error) {
      throw new CommandExecutionError(`The datastore cannot be read: ${errorText(error)}`, { cause: error });
    }
  }

  write(data: Dict): void {
    const bytes = encode(data);
    if (bytes.length > MAX_BYTES) throw new CommandExecutionError("The datastore would be too large");
    try {
      writeFileAtomic(this.#path, bytes, { mode: 0o600 });
    } catch (error) {
      throw new CommandExecutionError(`The datastore cannot be written: ${errorText(error)}`, {
        cause: error,
      });
    }
  }

  clear(): void {
    rmSync(this.#path, { force: true });
  }
}
