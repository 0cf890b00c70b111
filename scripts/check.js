/**
 * `npm run check`: types, lint, format, generated files that are up to date, and links that lead somewhere.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { brokenLinks } from "./docs/links.js";
import { ensureInstalled, requireNode, root, run } from "./setup.js";
import { manifestFiles } from "./spread-version.js";

requireNode();
ensureInstalled();
run("npx", ["tsc", "-b"]);
run("npx", ["biome", "ci", "--error-on-warnings", "."]);

const folders = ["docs/reference", "docs/man", "completions"];
const catalogs = ["catalog", "outputters"].map((name) => `packages/modules/src/${name}.generated.ts`);
const versions = [
  "packages/core/src/base/version.generated.ts",
  ...manifestFiles().map((path) => relative(root, path)),
];
const generated = [...versions, ...catalogs, ...folders.flatMap(filesOf)];
const before = generated.map(read);
run("npm", ["run", "--silent", "gen"]);
run("npm", ["run", "--silent", "docs:reference"], { stdio: ["ignore", "ignore", "inherit"] });
for (const file of new Set([...generated, ...folders.flatMap(filesOf)])) {
  if (read(file) === before[generated.indexOf(file)]) continue;
  console.error(`${file} was out of date: commit what 'npm run gen' and 'npm run docs' wrote.`);
  process.exitCode = 1;
}
for (const link of brokenLinks()) {
  console.error(link);
  process.exitCode = 1;
}

function filesOf(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)));
}

function read(file) {
  return readFileSync(join(root, file), "utf8");
}
