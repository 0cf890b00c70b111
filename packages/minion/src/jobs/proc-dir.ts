/**
 * The jobs at work as files: `<cachedir>/proc/<jid>` holds the publish map and `pid`, as tools of Salt expect.
 */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Dict, Logger } from "@salt/core";
import { ensurePrivateDir, errorText, isDict, isJid, writeFileAtomic } from "@salt/core";
import { decode, encode } from "@salt/wire";

/** The directory of jobs at work. */
export class ProcDir {
  readonly #dir: string;
  readonly #log: Logger;

  /** Makes the directory. Throws ConfigError when it cannot be private. */
  constructor(cachedir: string, log: Logger) {
    this.#dir = join(cachedir, "proc");
    this.#log = log;
    ensurePrivateDir(this.#dir);
  }

  /** Writes a job down. Without its file a job still runs; only outsiders do not see it. */
  write(jid: string, entry: Dict): void {
    try {
      writeFileAtomic(join(this.#dir, jid), encode(entry, "ipc"), { mode: 0o600 });
    } catch (error) {
      this.#log.error({ jid, reason: errorText(error) }, "A job at work cannot be written down");
    }
  }

  /** Removes a job. */
  remove(jid: string): void {
    rmSync(join(this.#dir, jid), { force: true });
  }

  /** The map of a job, or undefined when there is none. */
  read(jid: string): Dict | undefined {
    try {
      const value = decode(readFileSync(join(this.#dir, jid)), { dialect: "ipc" });
      return isDict(value) ? value : undefined;
    } catch {
      return undefined;
    }
  }

  /** The ids of all jobs that are written down. */
  list(): readonly string[] {
    return readdirSync(this.#dir).filter(isJid).sort();
  }
}
