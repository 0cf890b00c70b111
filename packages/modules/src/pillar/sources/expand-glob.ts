/**
 * Paths that a glob means on this machine, as Python's `glob` finds them.
 */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { compileGlob } from "@salt/core";

const GLOB = /[*?[]/;

/** The paths that exist, sorted; hidden ones only where the glob names the dot. */
export async function expandGlob(pattern: string): Promise<readonly string[]> {
  let found: readonly string[] = [pattern.startsWith("/") ? "/" : "."];
  for (const part of pattern.split("/").filter((each) => each !== "")) {
    found = (await Promise.all(found.map((folder) => step(folder, part)))).flat();
  }
  return [...found].sort();
}

async function step(folder: string, part: string): Promise<readonly string[]> {
  if (!GLOB.test(part)) {
    const path = join(folder, part);
    return (await stat(path).catch(() => undefined)) === undefined ? [] : [path];
  }
  const matches = compileGlob(part);
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => matches(name) && (part.startsWith(".") || !name.startsWith(".")))
    .map((name) => join(folder, name));
}
