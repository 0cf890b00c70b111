/**
 * Globs in `file_roots`: `/srv/formulas/*` stands for every directory there.
 */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { compileGlob } from "@salt/core";

const GLOB = /[*?[]/;

/** The directories that some paths mean; those without a glob are kept as they are. */
export async function expandRoots(roots: readonly string[]): Promise<readonly string[]> {
  if (!roots.some((root) => GLOB.test(root))) return roots;
  const expanded = await Promise.all(roots.map((root) => (GLOB.test(root) ? expand(root) : [root])));
  return expanded.flat();
}

async function expand(pattern: string): Promise<readonly string[]> {
  let found: readonly string[] = ["/"];
  for (const part of pattern.split("/").filter((each) => each !== "")) {
    const next = await Promise.all(found.map((folder) => step(folder, part)));
    found = next.flat();
  }
  return found;
}

async function step(folder: string, part: string): Promise<readonly string[]> {
  if (!GLOB.test(part)) {
    const path = join(folder, part);
    return (await stat(path).catch(() => undefined)) === undefined ? [] : [path];
  }
  const matches = compileGlob(part);
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => matches(name) && (!name.startsWith(".") || part.startsWith(".")))
    .sort()
    .map((name) => join(folder, name));
}
