/**
 * Watching files and directories between two looks, with the kernel's notices as Node passes them on.
 */
import type { FSWatcher } from "node:fs";
import { lstatSync, readdirSync, watch } from "node:fs";
import { join } from "node:path";

/** What happened to a path, in the words of inotify. */
export interface Change {
  readonly kind: "create" | "delete" | "modify" | "attrib" | "moved_to" | "delete_self";
  /** The file, or the directory itself. */
  readonly path: string;
  /** The watched directory, or the watched file. */
  readonly watched: string;
  readonly isDirectory: boolean;
}

/** How a path is watched. */
export interface WatchWish {
  readonly path: string;
  /** Directories below it too; `follows` says whether those that are made later are. */
  readonly recurses: boolean;
  readonly follows: boolean;
}

/** What is known of a path, to tell what a notice means. */
interface Known {
  readonly inode: number;
  readonly rights: string;
  readonly isDirectory: boolean;
}

interface Watched extends WatchWish {
  readonly watcher: FSWatcher;
  readonly known: Map<string, Known>;
  readonly isDirectory: boolean;
}

/** Changes that are kept until the next look. */
const MAX_CHANGES = 2000;
/** Directories that are watched at once. */
const MAX_WATCHES = 4096;

/** Watches paths, and tells what happened since it was asked last. */
export class FileWatch {
  readonly #watched = new Map<string, Watched>();
  #changes: Change[] = [];

  /** Watches what is wished for, and nothing else; paths that are not there are looked for again next time. */
  wish(wishes: readonly WatchWish[]): void {
    for (const wish of wishes) if (!this.#watched.has(wish.path)) this.#begin(wish);
    const isWanted = (path: string): boolean =>
      wishes.some((wish) => path === wish.path || (wish.recurses && path.startsWith(`${wish.path}/`)));
    for (const path of [...this.#watched.keys()]) if (!isWanted(path)) this.#end(path);
  }

  /** What happened since the last call. */
  taken(): readonly Change[] {
    const changes = this.#changes;
    this.#changes = [];
    return changes;
  }

  close(): void {
    for (const path of [...this.#watched.keys()]) this.#end(path);
  }

  #begin(wish: WatchWish): void {
    const own = look(wish.path);
    if (own === undefined || this.#watched.size >= MAX_WATCHES) return;
    const known = new Map(own.isDirectory ? entriesOf(wish.path) : [[wish.path, own]]);
    const watcher = watch(wish.path, { persistent: true }, (_event, name) => this.#notice(wish.path, name));
    watcher.on("error", () => this.#end(wish.path));
    this.#watched.set(wish.path, { ...wish, watcher, known, isDirectory: own.isDirectory });
    if (!wish.recurses) return;
    for (const [path, { isDirectory }] of known) {
      if (isDirectory && !this.#watched.has(path)) this.#begin({ ...wish, path });
    }
  }

  #end(path: string): void {
    this.#watched.get(path)?.watcher.close();
    this.#watched.delete(path);
  }

  /** A notice only names a path; what happened is what has changed about it. */
  #notice(watched: string, name: string | null): void {
    const entry = this.#watched.get(watched);
    if (entry === undefined || name === null) return;
    const path = entry.isDirectory ? join(watched, name) : watched;
    const [before, now] = [entry.known.get(path), look(path)];
    if (now === undefined) this.#isGone(entry, path, before);
    else this.#isThere(entry, path, before, now);
  }

  #isGone(entry: Watched, path: string, before: Known | undefined): void {
    if (before === undefined) return;
    entry.known.delete(path);
    const { isDirectory } = before;
    if (entry.path !== path) this.#add({ kind: "delete", path, watched: entry.path, isDirectory });
    else this.#add({ kind: "delete_self", path, watched: path, isDirectory });
    this.#end(path);
  }

  #isThere(entry: Watched, path: string, before: Known | undefined, now: Known): void {
    entry.known.set(path, now);
    const { isDirectory } = now;
    const change = (kind: Change["kind"]): void =>
      this.#add({ kind, path, watched: entry.path, isDirectory });
    if (before === undefined) {
      change("create");
      if (isDirectory && entry.recurses && entry.follows) this.#begin({ ...entry, path });
    } else if (before.inode !== now.inode) change("moved_to");
    else if (before.rights !== now.rights) change("attrib");
    else if (!isDirectory) change("modify");
  }

  #add(change: Change): void {
    if (this.#changes.length < MAX_CHANGES) this.#changes.push(change);
  }
}

function look(path: string): Known | undefined {
  try {
    const stats = lstatSync(path);
    const { ino, mode, uid, gid } = stats;
    return { inode: ino, rights: `${mode} ${uid} ${gid}`, isDirectory: stats.isDirectory() };
  } catch {
    return undefined;
  }
}

function entriesOf(dir: string): readonly (readonly [string, Known])[] {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    const known = look(path);
    return known === undefined ? [] : [[path, known] as const];
  });
}
