/**
 * The reference's own job cache: a directory of files for each job, which its commands read.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Dict } from "@salt/core";
import { ensurePrivateDir, isJid, isMinionId, writeFileAtomic } from "@salt/core";
import { encode } from "@salt/wire";
import { errorCode, JobStoreError } from "../errors.js";
import type { NewReturn } from "./records.js";

/** The root of this layout below `cachedir`. */
export function localCacheRoot(cachedir: string): string {
  return join(cachedir, "jobs");
}

/** The directory of a job. Throws JobStoreError for what is no job id. */
export function jobDirectory(root: string, jid: string, hashType: string): string {
  if (!isJid(jid)) throw new JobStoreError(`${JSON.stringify(jid)} is no job id`);
  const digest = createHash(hashType).update(jid).digest("hex");
  return join(root, digest.slice(0, 2), digest.slice(2));
}

/** Writes jobs in this layout. */
export class LocalCacheWriter {
  readonly #root: string;
  readonly #hashType: string;

  constructor(cachedir: string, hashType: string) {
    this.#root = localCacheRoot(cachedir);
    this.#hashType = hashType;
  }

  /** Writes a job, or again with more minions. */
  save(jid: string, load: Dict, minions: readonly string[], nocache: boolean): void {
    const folder = jobDirectory(this.#root, jid, this.#hashType);
    ensurePrivateDir(this.#root);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileAtomic(join(folder, "jid"), jid, { mode: 0o600 });
    if (nocache) writeFileAtomic(join(folder, "nocache"), "", { mode: 0o600 });
    writeFileAtomic(join(folder, ".minions.p"), encode(minions, "ipc"), { mode: 0o600 });
    writeFileAtomic(join(folder, ".load.p"), encode(load, "ipc"), { mode: 0o600 });
  }

  /** Writes a return; one that is there already stays. */
  async addReturn(entry: NewReturn): Promise<void> {
    if (!isMinionId(entry.id)) throw new JobStoreError(`${JSON.stringify(entry.id)} cannot be a minion id`);
    const folder = join(jobDirectory(this.#root, entry.jid, this.#hashType), entry.id);
    try {
      await mkdir(folder, { mode: 0o700 });
    } catch (cause) {
      if (errorCode(cause) === "EEXIST" || errorCode(cause) === "ENOENT") return;
      throw cause;
    }
    const content = { return: entry.return, retcode: entry.retcode, success: entry.success };
    await writeWhole(folder, "return.p", encode(content, "ipc"));
    if (entry.out !== undefined) await writeWhole(folder, "out.p", encode(entry.out, "ipc"));
  }

  /** Removes jobs whose directory was made before a time, in milliseconds. */
  prune(before: number): void {
    for (const outer of namesIn(this.#root)) {
      for (const inner of namesIn(join(this.#root, outer))) {
        const folder = join(this.#root, outer, inner);
        const made = statSync(join(folder, "jid"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
        if (made < before) rmSync(folder, { recursive: true, force: true });
      }
    }
  }
}

/** Readers look for the name only, so the file appears with its content. */
async function writeWhole(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(folder, `.${name}.tmp`);
  await writeFile(temporary, bytes, { mode: 0o600 });
  await rename(temporary, join(folder, name));
}

/** Names in a directory; none when it is not there. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if (errorCode(cause) === "ENOENT" || errorCode(cause) === "ENOTDIR") return [];
    throw cause;
  }
}
