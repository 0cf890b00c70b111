/**
 * `npm run bench:batch`: a batch run over 200 simulated minions, some of which are killed midway, and what was said of each.
 */
import { join } from "node:path";
import { ensureBuilt, ensureInstalled, requireNode, root, run } from "./setup.js";

requireNode();
ensureInstalled();
ensureBuilt();
run(process.execPath, [join(root, "test", "dist", "bench", "batch.js"), ...process.argv.slice(2)]);
