/**
 * The directories of `file_roots` and `pillar_roots`: looking into them and writing to them.
 */
import type { Dirent } from "node:fs";
import { mkdirSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Dict, MutableDict, Plain, Value } from "@salt/core";
import { get, isList, isTruthy, writeFileAtomic } from "@salt/core";

/** The directories of an environment; undefined when there is no such environment. */
export function rootsOf(roots: Value | undefined, saltenv: string): readonly string[] | undefined {
  const list = get(roots, saltenv);
  if (list === undefined) return undefined;
  return (isList(list) ? list : [list]).filter((root) => typeof root === "string");
}

/** Where a relative path lies below a root; undefined when it leaves it, also by a symbolic link. */
function below(root: string, path: string): string | undefined {
  const full = resolve(root, path);
  if (path.includes("\0") || !isInside(resolve(root), full)) return undefined;
  const real = realParent(full);
  return real === undefined || isInside(realOf(root) ?? resolve(root), real) ? full : undefined;
}

/** Files of that path, each with whether it is text: `[{path: txt}, …]`. */
export function findFiles(roots: readonly string[], path: string): readonly Dict[] {
  return roots.flatMap((root) => {
    const full = below(root, path);
    if (full === undefined || !isFile(full)) return [];
    return [new Map<Value, Value>([[full, isText(readFileSync(full)) ? "txt" : "bin"]])];
  });
}

/** The contents of text files of that path: `[{path: text}, …]`. */
export function readFiles(roots: readonly string[], path: string): readonly Dict[] {
  return findFiles(roots, path).flatMap((found) =>
    [...found].flatMap(([full, form]) =>
      form === "txt" ? [new Map<Value, Value>([[full, readFileSync(String(full), "utf8")]])] : [],
    ),
  );
}

/** What lies in the directories of an environment: files as `f`, directories as maps. */
export function listTrees(roots: readonly string[]): Dict {
  return new Map(roots.map((root) => [root, listTree(root, 0)]));
}

/** Writes a file below one of the roots; says what was done, as real Salt does. */
export function writeFile(
  roots: Value | undefined,
  request: { readonly data: string; readonly path: string; readonly saltenv: string; readonly index: number },
): Plain {
  const { data, path, saltenv, index } = request;
  const list = rootsOf(roots, saltenv);
  if (list === undefined) return `Named environment ${saltenv} is not present`;
  const root = list[index];
  if (root === undefined) return `Specified index ${index} in environment ${saltenv} is not present`;
  if (isAbsolute(path)) return `The path passed in ${path} is not relative to the environment ${saltenv}`;
  const full = below(root, path);
  if (full === undefined || full === resolve(root)) return `Invalid path: ${path}`;
  mkdirSync(dirname(full), { recursive: true });
  writeFileAtomic(full, data, { mode: 0o644 });
  return `Wrote data to file ${full}`;
}

/** Deeper directories are links that go round, or nothing that anybody serves. */
const MAX_DEPTH = 64;

function listTree(folder: string, depth: number): Dict {
  const tree: MutableDict = new Map();
  if (depth > MAX_DEPTH) return tree;
  for (const entry of entriesOf(folder)) {
    tree.set(entry.name, entry.isDirectory() ? listTree(join(folder, entry.name), depth + 1) : "f");
  }
  return tree;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    // A root that is not there has nothing in it.
    return [];
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === "" || (!way.startsWith(`..${sep}`) && way !== ".." && !isAbsolute(way));
}

/** The real path of the nearest directory or file on the way that exists. */
function realParent(path: string): string | undefined {
  for (let at = path; ; at = dirname(at)) {
    const real = realOf(at);
    if (real !== undefined || at === dirname(at)) return real;
  }
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function isFile(path: string): boolean {
  return isTruthy(statSync(path, { throwIfNoEntry: false })?.isFile() ?? false);
}

/** Text has no NUL, and is UTF-8. */
function isText(bytes: Buffer): boolean {
  if (bytes.includes(0)) return false;
  return Buffer.from(bytes.toString("utf8"), "utf8").equals(bytes);
}
