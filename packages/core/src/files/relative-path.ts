/**
 * Paths that others send: what is taken of them.
 */
import { posix } from "node:path";

/** The longest path taken, in UTF-16 units; systems take 4096 bytes. */
const MAX_PATH = 4096;

/**
 * A path below a root in its shortest form, or undefined for what is none: absolute, empty, with `..` that leads out,
 * with NUL, or too long.
 */
export function relativePath(path: string): string | undefined {
  if (path === "" || path.length > MAX_PATH || path.includes("\0") || posix.isAbsolute(path))
    return undefined;
  const short = posix.normalize(path).replace(/\/+$/, "");
  if (short === "" || short === "." || short === ".." || short.startsWith("../")) return undefined;
  return short;
}
