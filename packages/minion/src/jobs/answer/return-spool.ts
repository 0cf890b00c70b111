/**
 * Returns on disk until a master has them: one private file each, written before the first try to send.
 */
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Dict, Logger } from "@salt/core";
import {
  ensurePrivateDir,
  errorText,
  getDict,
  getString,
  isJid,
  MalformedError,
  writeFileAtomic,
} from "@salt/core";
import { decode, encode } from "@salt/wire";

/** A return that waits. */
export interface SpooledReturn {
  readonly jid: string;
  /** When it was made, in milliseconds since 1970. */
  readonly createdMs: number;
}

/** A return as it lies on disk. */
export interface StoredAnswer {
  /** The master that sent the job, as `host:port`. */
  readonly master: string;
  /** The load of `_return`. */
  readonly load: Dict;
}

const SUFFIX = ".p";

/** The directory of waiting returns. */
export class ReturnSpool {
  readonly #dir: string;
  readonly #log: Logger;

  /** Makes `<cachedir>/returns`. Throws ConfigError when it cannot be private. */
  constructor(cachedir: string, log: Logger) {
    this.#dir = join(cachedir, "returns");
    this.#log = log;
    ensurePrivateDir(this.#dir);
  }

  /** Writes a return. False, and a line in the log, when the disk does not take it. */
  write(jid: string, answer: StoredAnswer): boolean {
    try {
      writeFileAtomic(this.#path(jid), encode({ master: answer.master, load: answer.load }, "ipc"), {
        mode: 0o600,
      });
      return true;
    } catch (error) {
      this.#log.error({ jid, dir: this.#dir, reason: errorText(error) }, "A return cannot be kept on disk");
      return false;
    }
  }

  /** Reads a return; undefined when it is gone or unreadable, which removes it. */
  read(jid: string): StoredAnswer | undefined {
    try {
      const value = decode(readFileSync(this.#path(jid)), { dialect: "ipc" });
      const load = getDict(value, "load");
      if (load === undefined) throw new MalformedError("a kept return has no load");
      return { master: getString(value, "master") ?? "", load };
    } catch (error) {
      this.#log.error({ jid, reason: errorText(error) }, "A kept return cannot be read and is dropped");
      this.remove(jid);
      return undefined;
    }
  }

  /** Removes a return. */
  remove(jid: string): void {
    rmSync(this.#path(jid), { force: true });
  }

  /** All that wait, oldest first. */
  list(): readonly SpooledReturn[] {
    const found: SpooledReturn[] = [];
    for (const name of readdirSync(this.#dir)) {
      const jid = name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : "";
      if (!isJid(jid)) continue; // A file half written when the power went.
      const file = statSync(join(this.#dir, name), { throwIfNoEntry: false });
      if (file !== undefined) found.push({ jid, createdMs: file.mtimeMs });
    }
    return found.sort((a, b) => a.createdMs - b.createdMs);
  }

  #path(jid: string): string {
    return join(this.#dir, `${jid}${SUFFIX}`);
  }
}
