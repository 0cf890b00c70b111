/**
 * `npm run build:npm`: the packages as they would be published, in `build/npm`, with a CycloneDX list of all they depend
 * on and the licences of that.
 */
import { cpSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeLicenceTexts } from "./packaging/licences.js";
import { mustRun } from "./packaging/node-package.js";
import { ensureBuilt, ensureInstalled, requireNode, root } from "./setup.js";

requireNode();
ensureInstalled();
ensureBuilt();

const place = join(root, "build", "npm");
rmSync(place, { recursive: true, force: true });
mkdirSync(place, { recursive: true });
for (const name of readdirSync(join(root, "packages"))) {
  const folder = join(root, "packages", name);
  const licence = join(folder, "LICENSE");
  cpSync(join(root, "LICENSE"), licence);
  try {
    mustRun("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", place], { cwd: folder });
  } finally {
    rmSync(licence);
  }
}
const bom = mustRun("npm", ["sbom", "--sbom-format", "cyclonedx", "--omit", "dev"], { cwd: root });
writeFileSync(join(place, "sbom.cdx.json"), bom);
writeLicenceTexts(join(place, "THIRD-PARTY-LICENCES.txt"));
for (const file of readdirSync(place)) {
  console.log(`build/npm/${file}: ${(statSync(join(place, file)).size / 1e6).toFixed(2)} MB`);
}
