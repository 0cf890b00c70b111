/**
 * `npm run test:docs`: does what the pages of docs/ tell their readers to do (see test/docs/blocks.ts), each page on a
 * machine of its own, and compares. `npm run test:docs -- start` runs the pages whose name has that word.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { NAMESPACES } from "./docs/namespaces.js";
import { bin, ensureBuilt, ensureInstalled, requireNode, root } from "./setup.js";

requireNode();
if (process.platform !== "linux" || process.getuid() !== 0) {
  console.error("The pages are run in namespaces with file systems of their own, which takes root on Linux.");
  process.exit(64);
}
ensureInstalled();
ensureBuilt();

const { runnableBlocks } = await import("../test/dist/docs/blocks.js");
const words = process.argv.slice(2);
const pages = readdirSync(join(root, "docs"))
  .filter((name) => name.endsWith(".md") && (words.length === 0 || words.some((word) => name.includes(word))))
  .map((name) => ({ name, path: join(root, "docs", name) }))
  .filter(({ path }) => runnableBlocks(readFileSync(path, "utf8")).length > 0);
if (pages.length === 0) {
  console.error("No page with blocks to run has that name.");
  process.exit(1);
}
const failed = pages.filter((page) => !runs(page));
console.log(`${pages.length - failed.length} of ${pages.length} pages are as they say`);
process.exit(failed.length === 0 ? 0 : 1);

function runs({ name, path }) {
  const began = performance.now();
  const main = join(root, "test", "dist", "docs", "main.js");
  const args = [...NAMESPACES, process.execPath, main, path, bin, readlinkSync("/proc/self/ns/mnt")];
  const done = spawnSync("unshare", args, { stdio: ["ignore", "inherit", "inherit"] });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${done.status === 0 ? "ok  " : "FAIL"} docs/${name} (${seconds} s)`);
  return done.status === 0;
}
