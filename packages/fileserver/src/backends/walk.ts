/**
 * Listing a directory tree for the file server.
 */
import type { Dirent } from "node:fs";
import { readdir, readlink, realpath, stat } from "node:fs/promises";
import { dirname, join, normalize, relative } from "node:path";
import type { PathTest } from "../paths/ignored.js";

/** How a tree is walked. */
export interface WalkOptions {
  readonly ignored: PathTest;
  /** Links to directories are entered, and links that lead out of the root are as good as what they lead to. */
  readonly followLinks: boolean;
  readonly ignoreLinks: boolean;
}

/** What was found, to be merged over several roots. */
export interface WalkedTree {
  readonly files: Set<string>;
  readonly dirs: Set<string>;
  readonly emptyDirs: Set<string>;
  readonly links: Map<string, string>;
  /** Every directory that was read, with its time of change in ms: when none has changed, the list is as before. */
  readonly read: Map<string, number>;
}

/** An empty tree. */
export function emptyTree(): WalkedTree {
  return { files: new Set(), dirs: new Set(), emptyDirs: new Set(), links: new Map(), read: new Map() };
}

/** Adds everything below `root` to `tree`. What cannot be read is passed over, as by the reference. */
export async function walkTree(root: string, options: WalkOptions, tree: WalkedTree): Promise<void> {
  await new Walk(root, options, tree).directory("", []);
}

class Walk {
  readonly #root: string;
  readonly #options: WalkOptions;
  readonly #tree: WalkedTree;

  constructor(root: string, options: WalkOptions, tree: WalkedTree) {
    this.#root = root;
    this.#options = options;
    this.#tree = tree;
  }

  /** Reads one directory; `above` are the ids of those it lies in, so that a loop of links ends. */
  async directory(rel: string, above: readonly string[]): Promise<void> {
    const path = join(this.#root, rel);
    const stats = await stat(path).catch(() => undefined);
    if (stats === undefined || !stats.isDirectory()) return;
    const id = `${stats.dev}:${stats.ino}`;
    if (above.includes(id)) return;
    this.#tree.read.set(path, stats.mtimeMs);
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
    if (entries.length === 0 && rel !== "" && !this.#options.ignored(rel)) this.#tree.emptyDirs.add(rel);
    for (const entry of entries) {
      if (entry.isSymbolicLink()) await this.#link(rel, entry, [...above, id]);
      else if (entry.isDirectory()) await this.#entered(join(rel, entry.name), [...above, id]);
      else this.#add(this.#tree.files, join(rel, entry.name));
    }
  }

  /** A directory that is ignored is not listed itself; what lies in it is asked for by its own path. */
  async #entered(rel: string, above: readonly string[]): Promise<void> {
    this.#add(this.#tree.dirs, rel);
    await this.directory(rel, above);
  }

  async #link(parent: string, entry: Dirent, above: readonly string[]): Promise<void> {
    const rel = join(parent, entry.name);
    const path = join(this.#root, rel);
    const { ignored, followLinks, ignoreLinks } = this.#options;
    const isDirectory = (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
    if (!ignoreLinks && !ignored(rel)) {
      (isDirectory ? this.#tree.dirs : this.#tree.files).add(rel);
      const target = await readlink(path).catch(() => undefined);
      if (target !== undefined && (!followLinks || (await this.#staysInside(path, target))))
        this.#tree.links.set(rel, target);
    }
    if (isDirectory && followLinks) await this.directory(rel, above);
  }

  /** The reference counts a target with `..` in front from the link itself and not from its directory. */
  async #staysInside(path: string, target: string): Promise<boolean> {
    const from = target.startsWith("..") ? path : dirname(path);
    const place = normalize(target.startsWith("/") ? target : join(from, target));
    const [root, real] = await Promise.all([resolved(this.#root), resolved(place)]);
    return !relative(root, real).startsWith("..");
  }

  #add(to: Set<string>, rel: string): void {
    if (!this.#options.ignored(rel)) to.add(rel);
  }
}

/** The path with all links followed; as it is when it does not exist. */
async function resolved(path: string): Promise<string> {
  return await realpath(path).catch(() => path);
}
