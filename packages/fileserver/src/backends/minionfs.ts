/**
 * `minionfs`: files that minions pushed, each minion's below a directory of its name.
 */
import { lstat, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { isMinionId } from "@salt/core";
import type { FileBackend, FileListing, FoundFile } from "../backend.js";
import { statOf } from "../backend.js";
import { isReallyBelow } from "../paths/below.js";
import type { PathTest } from "../paths/ignored.js";
import { ListingCache } from "./listing-cache.js";
import { mountedListing, relativeToMount } from "./mountpoint.js";
import type { WalkedTree } from "./walk.js";
import { emptyTree, walkTree } from "./walk.js";

/** What serving pushed files needs. */
export interface MinionFsParts {
  /** The master's directory of minions: `cachedir/minions`. */
  readonly folder: string;
  readonly environment: string;
  readonly mountpoint: string;
  /** Whether a minion's files are served. */
  readonly allowed: PathTest;
  readonly ignored: PathTest;
}

/** Serves pushed files. */
export class MinionFsBackend implements FileBackend {
  readonly name = "minionfs";
  readonly #parts: MinionFsParts;
  readonly #lists = new ListingCache();

  constructor(parts: MinionFsParts) {
    this.#parts = parts;
  }

  async environments(): Promise<readonly string[]> {
    return [this.#parts.environment];
  }

  async find(path: string, saltenv: string): Promise<FoundFile | undefined> {
    if (saltenv !== this.#parts.environment || this.#parts.ignored(path)) return undefined;
    const inner = relativeToMount(path, this.#parts.mountpoint);
    const [id = "", ...rest] = inner?.split("/") ?? [];
    if (!isMinionId(id) || rest.length === 0 || !this.#parts.allowed(id)) return undefined;
    const root = this.#filesOf(id);
    const place = join(root, ...rest);
    const stats = await lstat(place).catch(() => undefined);
    // A link can only have been put there by somebody else than the master.
    if (stats === undefined || !stats.isFile() || !(await isReallyBelow(root, place))) return undefined;
    return { path: place, rel: path, ...statOf(stats) };
  }

  async list(saltenv: string): Promise<FileListing | undefined> {
    if (saltenv !== this.#parts.environment) return undefined;
    const listing = await this.#lists.get(saltenv, () => this.#walk());
    return mountedListing(listing, this.#parts.mountpoint);
  }

  forgetLists(saltenvs: readonly string[] | null): readonly string[] {
    return this.#lists.forget(saltenvs);
  }

  #filesOf(id: string): string {
    return join(this.#parts.folder, id, "files");
  }

  async #walk(): Promise<WalkedTree> {
    const { folder, allowed, ignored } = this.#parts;
    const tree = emptyTree();
    const stats = await stat(folder).catch(() => undefined);
    if (stats !== undefined) tree.read.set(folder, stats.mtimeMs);
    for (const id of await readdir(folder).catch(() => [])) {
      if (!isMinionId(id) || !allowed(id)) continue;
      const own = emptyTree();
      await walkTree(this.#filesOf(id), { ignored, followLinks: false, ignoreLinks: true }, own);
      if (own.read.size > 0) tree.dirs.add(id);
      for (const name of own.files) tree.files.add(`${id}/${name}`);
      for (const name of own.dirs) tree.dirs.add(`${id}/${name}`);
      for (const name of own.emptyDirs) tree.emptyDirs.add(`${id}/${name}`);
      for (const [path, time] of own.read) tree.read.set(path, time);
    }
    return tree;
  }
}
