/**
 * `npm run check`: types, lint, format, and generated files that are up to date.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled, requireNode, root, run } from "./setup.js";

requireNode();
ensureInstalled();
run("npx", ["tsc", "-b"]);
run("npx", ["biome", "ci", "--error-on-warnings", "."]);

const generated = ["packages/modules/src/catalog.generated.ts"].map((file) => join(root, file));
const before = generated.map((file) => readFileSync(file, "utf8"));
run("npm", ["run", "--silent", "gen"]);
generated.forEach((file, index) => {
  if (readFileSync(file, "utf8") === before[index]) return;
  console.error(`${file} was out of date: commit what 'npm run gen' wrote.`);
  process.exitCode = 1;
});
