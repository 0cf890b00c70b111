/**
 * Digests of files that are asked for again and again, as by the states of one run.
 */
import type { BigIntStats } from "node:fs";
import { statSync } from "node:fs";
import { fileDigest } from "./file-digest.js";

/** How many digests are kept. */
const MAX_KEPT = 10_000;
/** A file changed so short a time ago may change again without looking different, in nanoseconds. */
const YOUNG_NS = 1_000_000_000n;

interface Kept {
  readonly version: string;
  readonly digest: string;
}

/** Digests by path and kind, for as long as the files look the same. */
export class DigestMemory {
  readonly #kept = new Map<string, Kept>();

  /** The digest of a file as hexadecimal digits, by the name that `node:crypto` gives its kind. Throws the system's error. */
  async of(path: string, hashType: string): Promise<string> {
    const key = `${hashType} ${path}`;
    const version = versionOf(path);
    const kept = version === undefined ? undefined : this.#kept.get(key);
    if (kept !== undefined && kept.version === version) return kept.digest;
    const digest = await fileDigest(path, hashType);
    if (version !== undefined) this.#keep(key, { version, digest });
    return digest;
  }

  #keep(key: string, kept: Kept): void {
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
    this.#kept.set(key, kept);
  }
}

/** What a file is known by; undefined when it is too young to tell, or none. */
function versionOf(path: string): string | undefined {
  const stats: BigIntStats | undefined = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined || !stats.isFile()) return undefined;
  const age = BigInt(Date.now()) * 1_000_000n - stats.ctimeNs;
  // The owner of a file may set every time but the one of its last change.
  return age < YOUNG_NS ? undefined : `${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}`;
}
