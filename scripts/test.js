/**
 * `npm test`: everything that needs nothing outside npm. Installs and builds first where that is needed.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative } from "node:path";
import { ensureBuilt, ensureInstalled, requireNode, root } from "./setup.js";

requireNode();
ensureInstalled();
ensureBuilt();

const folders = ["packages", "test"].map((folder) => join(root, folder));
const wanted = process.argv.slice(2);
const files = folders
  .flatMap(compiledTests)
  .map((file) => relative(root, file))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();
if (files.length === 0) {
  console.error("No compiled test matches: is the build complete?");
  process.exit(1);
}
const concurrency = `--test-concurrency=${availableParallelism()}`;
const done = spawnSync(process.execPath, ["--test", concurrency, "--test-reporter=spec", ...files], {
  cwd: root,
  stdio: "inherit",
});
process.exit(done.status ?? 1);

/** Compiled unit and integration tests; those of interop and soak have commands of their own. */
function compiledTests(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (["node_modules", "interop", "soak", "bench", "vectors", "src"].includes(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return compiledTests(path);
    return path.includes("/dist/") && entry.name.endsWith(".test.js") && hasSource(path) ? [path] : [];
  });
}

/** What was compiled from a file that is gone, or that another branch has, is no test of this tree. */
function hasSource(compiled) {
  const source = compiled.replace(/\.js$/, ".ts");
  return ["/src/", "/"].some((folder) => existsSync(source.replace("/dist/", folder)));
}
