/**
 * `roots`: files from directories of this machine, several for each environment, the first that has a file wins.
 */

import type { Stats } from "node:fs";
import { statSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { isDirectoryName } from "@salt/core";
import type { FileBackend, FileListing, FoundFile } from "../backend.js";
import { statOf } from "../backend.js";
import { isReallyBelow } from "../paths/below.js";
import { expandRoots } from "./expand-roots.js";
import { ListingCache } from "./listing-cache.js";
import type { WalkOptions } from "./walk.js";
import { emptyTree, walkTree } from "./walk.js";

/** The environment that stands for all others; in its paths the name stands for theirs. */
const ANY = "__env__";

/** Directories by environment. */
export type FileRoots = ReadonlyMap<string, readonly string[]>;

/** How directories are served. */
export interface RootsOptions extends WalkOptions {
  /** Looks at files on the spot: cheaper, where nobody else waits for this thread meanwhile. */
  readonly blocks: boolean;
}

/** Serves directories. */
export class RootsBackend implements FileBackend {
  readonly name = "roots";
  readonly #roots: FileRoots;
  readonly #options: RootsOptions;
  readonly #lists = new ListingCache();

  constructor(roots: FileRoots, options: RootsOptions) {
    this.#roots = roots;
    this.#options = options;
  }

  async environments(): Promise<readonly string[]> {
    return [...this.#roots.keys()].sort();
  }

  async find(path: string, saltenv: string, index?: number): Promise<FoundFile | undefined> {
    const roots = await this.#rootsOf(saltenv);
    for (const root of index === undefined ? roots : roots.slice(index, index + 1)) {
      const found = await this.#inRoot(root, path);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async list(saltenv: string): Promise<FileListing | undefined> {
    const roots = await this.#rootsOf(saltenv);
    if (roots.length === 0) return undefined;
    return await this.#lists.get(saltenv, async () => {
      const tree = emptyTree();
      for (const root of roots) await walkTree(root, this.#options, tree);
      return tree;
    });
  }

  forgetLists(saltenvs: readonly string[] | null): readonly string[] {
    return this.#lists.forget(saltenvs);
  }

  async #inRoot(root: string, rel: string): Promise<FoundFile | undefined> {
    const path = join(root, rel);
    if (this.#options.ignored(path)) return undefined;
    const stats = this.#options.blocks ? statNow(path) : await stat(path).catch(() => undefined);
    if (stats === undefined || !stats.isFile()) return undefined;
    if (!this.#options.followLinks && !(await isReallyBelow(root, path))) return undefined;
    return { path, rel, ...statOf(stats) };
  }

  /** The directories of an environment; none when it is unknown. */
  async #rootsOf(saltenv: string): Promise<readonly string[]> {
    const own = saltenv === ANY ? undefined : this.#roots.get(saltenv);
    if (own !== undefined) return await expandRoots(own);
    const any = this.#roots.get(ANY);
    if (any === undefined || !isDirectoryName(saltenv)) return [];
    return await expandRoots(any.map((root) => root.replaceAll(ANY, saltenv)));
  }
}

function statNow(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
