/**
 * The TypeScript sources, for facts that stand nowhere else: comments of classes and of tables.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.js";

/** Every source file of the packages, tests left out: `{ path, text }`, in order of path. */
export function sources() {
  const packages = join(root, "packages");
  return readdirSync(packages, { recursive: true })
    .filter((path) => /^[^/]+\/src\/.*\.ts$/.test(path) && !path.endsWith(".test.ts"))
    .sort()
    .map((path) => ({ path: `packages/${path}`, text: readFileSync(join(packages, path), "utf8") }));
}

/** What a doc comment says, in one line. */
export function commentText(comment) {
  return comment
    .replace(/^\/\*\*|\*\/$/g, "")
    .replace(/^\s*\* ?/gm, "")
    .replace(/\s+/g, " ")
    .trim();
}
