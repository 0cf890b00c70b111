/**
 * `npm run docs`: writes docs/reference, manual pages and completion files from the option tables and the plugins,
 * which are their only source; then the site, where its generator is installed (`npm run docs:install`).
 * `npm run docs:reference` leaves the site out.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ensureBuilt, ensureInstalled, requireNode, root, run } from "./setup.js";

const SITE_WITHIN_MS = 600_000;

requireNode();
ensureInstalled();
ensureBuilt();

const { programFiles } = await import("./docs/programs.js");
const { referencePages } = await import("./docs/reference.js");
writeFolder("docs/reference", await referencePages());
for (const [folder, files] of Object.entries(await programFiles())) writeFolder(folder, files);

if (!process.argv.includes("--reference")) {
  const site = join(root, "docs");
  if (existsSync(join(site, "node_modules")))
    run("npm", ["run", "--silent", "build"], { cwd: site, timeout: SITE_WITHIN_MS });
  else console.log("The site is not built: `npm run docs:install` installs what builds it.");
}

/** Makes a folder hold just these files. What is there already in the same words is not touched. */
function writeFolder(folder, files) {
  const base = join(root, folder);
  const wanted = new Set(files.map(([name]) => name));
  mkdirSync(base, { recursive: true });
  for (const old of readdirSync(base, { recursive: true, withFileTypes: true })) {
    const path = join(old.parentPath ?? old.path, old.name);
    if (old.isFile() && !wanted.has(path.slice(base.length + 1))) rmSync(path);
  }
  for (const [name, text] of files) {
    const path = join(base, name);
    if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(`${folder}/${name}`);
  }
}
