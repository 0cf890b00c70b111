/**
 * The files of the pillar: the directories of `pillar_roots`, the first that has a file wins.
 */
import type { Dirent } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { MalformedError, relativePath } from "@salt/core";
import type { PillarRoots } from "./pillar-opts.js";

/** An SLS as it was found. */
export interface FoundSls {
  readonly text: string;
  /** The file on this machine. */
  readonly path: string;
  /** Whether it is the `init.sls` of a directory. */
  readonly isInit: boolean;
}

/** Larger files are no SLS, in bytes. */
const MAX_BYTES = 32 * 1024 * 1024;
/** Directories in one another; a loop of links ends here at the latest. */
const MAX_DEPTH = 40;
const SCHEME = "salt://";

/** Reads the pillar's files during one compilation. */
export class PillarFiles {
  readonly #roots: PillarRoots;
  readonly #lists = new Map<string, Promise<readonly string[]>>();

  constructor(roots: PillarRoots) {
    this.#roots = roots;
  }

  /** `base`, and all that have directories. */
  get environments(): readonly string[] {
    return [...new Set(["base", ...this.#roots.keys()])];
  }

  /** Whether an environment has any directories. */
  has(saltenv: string): boolean {
    return (this.#roots.get(saltenv) ?? []).length > 0;
  }

  /** A file by its path or `salt://` address; undefined when there is none. Throws MalformedError for a huge one. */
  async read(path: string, saltenv: string): Promise<{ text: string; path: string } | undefined> {
    const wanted = path.startsWith(SCHEME) ? path.slice(SCHEME.length) : path;
    const rel = relativePath(wanted.split("?")[0] ?? "");
    if (rel === undefined) return undefined;
    for (const root of this.#roots.get(saltenv) ?? []) {
      const full = join(root, rel);
      const found = await stat(full).catch(() => undefined);
      if (found === undefined || !found.isFile()) continue;
      if (found.size > MAX_BYTES) throw new MalformedError(`${full} is too large for a file of the pillar`);
      return { text: await readFile(full, "utf8"), path: full };
    }
    return undefined;
  }

  /** An SLS by its dotted name: `a.b` is `a/b.sls` or `a/b/init.sls`. */
  async sls(name: string, saltenv: string): Promise<FoundSls | undefined> {
    const base = name.replaceAll(".", "/");
    const plain = await this.read(`${base}.sls`, saltenv);
    if (plain !== undefined) return { ...plain, isInit: /(^|\/)init$/.test(base) };
    const init = await this.read(`${base}/init.sls`, saltenv);
    return init === undefined ? undefined : { ...init, isInit: true };
  }

  /** The dotted names of all SLS of an environment, sorted. */
  names(saltenv: string): Promise<readonly string[]> {
    const known = this.#lists.get(saltenv);
    if (known !== undefined) return known;
    const listed = this.#list(saltenv);
    this.#lists.set(saltenv, listed);
    return listed;
  }

  async #list(saltenv: string): Promise<readonly string[]> {
    const names = new Set<string>();
    for (const root of this.#roots.get(saltenv) ?? []) await collect(root, "", 0, names);
    return [...names].sort();
  }
}

async function collect(root: string, below: string, depth: number, into: Set<string>): Promise<void> {
  if (depth > MAX_DEPTH) return;
  const entries = await readdir(join(root, below), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const rel = join(below, entry.name);
    if (await isFolder(root, rel, entry)) await collect(root, rel, depth + 1, into);
    else if (rel.endsWith(".sls")) into.add(rel.replace(/(\/init)?\.sls$/, "").replaceAll("/", "."));
  }
}

async function isFolder(root: string, rel: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return (await stat(join(root, rel)).catch(() => undefined))?.isDirectory() ?? false;
}
