/**
 * Paths of a configuration: globs of included files, and directories below `root_dir`.
 */
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, resolve, sep } from "node:path";
import { matchGlob } from "../target/glob.js";

/** The files that a glob means, sorted; a relative one starts beside the file `from`. */
export function expandGlob(pattern: string, from: string): readonly string[] {
  const home = pattern === "~" || pattern.startsWith("~/") ? homedir() + pattern.slice(1) : pattern;
  const absolute = isAbsolute(home) ? home : join(resolve(dirname(from)), home);
  const [root = "", ...parts] = absolute.split(sep);
  let found = [root === "" ? sep : root];
  for (const part of parts.filter((each) => each !== "")) found = found.flatMap((dir) => children(dir, part));
  return found.sort();
}

function children(dir: string, part: string): string[] {
  if (!/[*?[]/.test(part)) {
    const path = join(dir, part);
    return existsSync(path) ? [path] : [];
  }
  return namesIn(dir)
    .filter((name) => (part.startsWith(".") || !name.startsWith(".")) && matchGlob(part, name))
    .map((name) => join(dir, name));
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    // What cannot be listed has no matches, as in a shell.
    return [];
  }
}

/** A path below `rootDir`, unless it lies there already or is no path of this machine but a URL (of a log server). */
export function belowRoot(path: string, rootDir: string): string {
  if (/^[A-Za-z][\w+.-]+:/.test(path)) return path;
  const root = resolve(rootDir);
  if (path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)) return path;
  return join(root, path);
}
