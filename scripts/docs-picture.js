/**
 * `npm run docs:picture`: the terminal session of the README and of the site's start page, run anew on a machine of its
 * own and drawn. As root.
 */
import { spawnSync } from "node:child_process";
import { readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NAMESPACES } from "./docs/namespaces.js";
import { bin, ensureBuilt, ensureInstalled, requireNode, root } from "./setup.js";

requireNode();
ensureInstalled();
ensureBuilt();

const session = join(root, "test", "dist", "docs", "session.js");
const args = [...NAMESPACES, process.execPath, session, bin, readlinkSync("/proc/self/ns/mnt")];
const done = spawnSync("unshare", args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
if (done.status !== 0) process.exit(done.status ?? 1);
writeFileSync(join(root, "docs", "public", "session.svg"), done.stdout);
console.log("docs/public/session.svg");
