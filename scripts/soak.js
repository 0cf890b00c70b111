/**
 * `npm run soak`: ten minutes of jobs while master and minions are killed at random; `-- MINUTES` for another time.
 */
import { join } from "node:path";
import { ensureBuilt, ensureInstalled, requireNode, root, run } from "./setup.js";

requireNode();
ensureInstalled();
ensureBuilt();
run(process.execPath, [join(root, "test", "dist", "soak", "main.js"), ...process.argv.slice(2)]);
