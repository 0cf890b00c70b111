/**
 * `npm run docs:install`: installs what builds the documentation's site, from docs/package-lock.json.
 *
 * It runs inside docs/ because `npm --prefix docs` would look for npm's own settings (certificates, registry) there too.
 */
import { join } from "node:path";
import { requireNode, root, run } from "./setup.js";

const WITHIN_MS = 300_000;

requireNode();
run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: join(root, "docs"), timeout: WITHIN_MS });
