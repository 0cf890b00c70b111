/**
 * Digests of files, computed once for each state of a file.
 */
import { fileDigest } from "@salt/core";

/** What a file is known by. */
export interface HashableFile {
  readonly path: string;
  readonly version: string;
}

/** How many digests are kept. */
const MAX_KEPT = 20_000;

/** Digests of one kind. */
export class FileHashes {
  readonly #type: string;
  readonly #kept = new Map<string, { readonly version: string; readonly digest: Promise<string> }>();

  constructor(type: string) {
    this.#type = type;
  }

  /** The digest of a file as hexadecimal digits. Throws the system's error when it cannot be read. */
  async of({ path, version }: HashableFile): Promise<string> {
    const kept = this.#kept.get(path);
    if (kept?.version === version) return await kept.digest;
    const digest = fileDigest(path, this.#type);
    this.#keep(path, version, digest);
    try {
      return await digest;
    } catch (error) {
      if (this.#kept.get(path)?.digest === digest) this.#kept.delete(path);
      throw error;
    }
  }

  /** Forgets everything. */
  clear(): void {
    this.#kept.clear();
  }

  #keep(path: string, version: string, digest: Promise<string>): void {
    this.#kept.delete(path);
    this.#kept.set(path, { version, digest });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}
