/**
 * Whether a file lies where it seems to lie.
 */
import { realpath } from "node:fs/promises";
import { sep } from "node:path";

/** Whether a path lies below a root once all links are followed. False when one of them does not exist. */
export async function isReallyBelow(root: string, path: string): Promise<boolean> {
  try {
    const [realRoot, realPath] = await Promise.all([realpath(root), realpath(path)]);
    return realPath.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep);
  } catch {
    return false;
  }
}
