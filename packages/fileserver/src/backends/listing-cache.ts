/**
 * Keeping a list of files for as long as no directory in it changed.
 */
import { stat } from "node:fs/promises";
import type { FileListing } from "../backend.js";
import type { WalkedTree } from "./walk.js";

/** A directory that changed this short before it was read may change once more within the same tick of its clock. */
const SETTLED_MS = 100;

interface Kept {
  readonly listing: FileListing;
  readonly read: ReadonlyMap<string, number>;
}

/** Lists by environment. */
export class ListingCache {
  readonly #kept = new Map<string, Kept>();

  /** The list of an environment, made by `walk` when it is not kept or no longer right. */
  async get(saltenv: string, walk: () => Promise<WalkedTree>): Promise<FileListing> {
    const kept = this.#kept.get(saltenv);
    if (kept !== undefined && (await isUnchanged(kept.read))) return kept.listing;
    const started = Date.now();
    const tree = await walk();
    const listing = listingOf(tree);
    const settled = [...tree.read.values()].every((time) => time < started - SETTLED_MS);
    if (settled) this.#kept.set(saltenv, { listing, read: tree.read });
    else this.#kept.delete(saltenv);
    return listing;
  }

  /** Forgets the lists of some environments, or of all; those that were kept. */
  forget(saltenvs: readonly string[] | null): readonly string[] {
    const names = [...this.#kept.keys()].filter((name) => saltenvs === null || saltenvs.includes(name));
    for (const name of names) this.#kept.delete(name);
    return names.sort();
  }
}

async function isUnchanged(read: ReadonlyMap<string, number>): Promise<boolean> {
  for (const [path, time] of read) {
    const stats = await stat(path).catch(() => undefined);
    if (stats?.mtimeMs !== time) return false;
  }
  return true;
}

function listingOf(tree: WalkedTree): FileListing {
  return {
    files: [...tree.files].sort(),
    dirs: [...tree.dirs].sort(),
    emptyDirs: [...tree.emptyDirs].sort(),
    links: tree.links,
  };
}
