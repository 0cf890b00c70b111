/**
 * Walking directories from the top, as Python's `os.walk` does, but always in the same order.
 */
import type { Dirent } from "node:fs";
import { readdirSync } from "node:fs";
import { isDirectory, joinPaths } from "../../execution/file-functions/paths.js";

/** One directory of a walk. Links to directories count as directories, and are not followed. */
export interface WalkedDirectory {
  readonly path: string;
  readonly directories: readonly string[];
  readonly files: readonly string[];
}

/** The directory and all below it, each before what it holds; as deep as `maxDepth` where that is a number. */
export function* walk(top: string, maxDepth: number | null = null): Generator<WalkedDirectory> {
  yield* walkBelow(top, 0, maxDepth);
}

function* walkBelow(path: string, depth: number, maxDepth: number | null): Generator<WalkedDirectory> {
  if (maxDepth !== null && depth >= maxDepth) return;
  const entries = entriesOf(path);
  const isDir = (entry: Dirent): boolean =>
    entry.isDirectory() || (entry.isSymbolicLink() && isDirectory(joinPaths(path, entry.name)));
  const directories = entries.filter(isDir);
  const files = entries.filter((entry) => !isDir(entry)).map(({ name }) => name);
  yield { path, directories: directories.map(({ name }) => name), files };
  for (const entry of directories)
    if (entry.isDirectory()) yield* walkBelow(joinPaths(path, entry.name), depth + 1, maxDepth);
}

/** What a directory holds, by name; nothing when it cannot be read. */
function entriesOf(path: string): readonly Dirent[] {
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    return entries.sort((left, right) => (left.name < right.name ? -1 : 1));
  } catch {
    return [];
  }
}
