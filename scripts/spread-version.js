/**
 * The version is said in one place, the repository's package.json; from there it goes into each package's manifest,
 * the lock file and the code.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.js";

const workspaces = ["test/testkit", ...readdirSync(join(root, "packages")).map((name) => `packages/${name}`)];

/** The version of this software. */
export function ownVersion() {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
}

/** The manifests of the packages, and the lock file. */
export function manifestFiles() {
  const files = workspaces.map((folder) => join(root, folder, "package.json"));
  return [...files, join(root, "package-lock.json")].filter((path) => existsSync(path));
}

/** Writes the version wherever it belongs. */
export function spreadVersion() {
  const version = ownVersion();
  for (const file of manifestFiles()) {
    const text = readFileSync(file, "utf8");
    const manifest = JSON.parse(text);
    const parts = manifest.packages === undefined ? [manifest] : ownParts(manifest);
    for (const part of parts) setVersion(part, version);
    const changed = `${JSON.stringify(manifest, null, 2)}\n`;
    if (changed !== text) writeFileSync(file, changed);
  }
  const file = join(root, "packages", "core", "src", "base", "version.generated.ts");
  writeFileSync(
    file,
    `/**
 * The version of this software, written by \`npm run gen\` from package.json. Not to be edited.
 */

/** As \`--version\`, the grain \`saltversion\` and packages say it. */
export const VERSION = "${version}";
`,
  );
}

/** The lock file's entries of this repository's packages. */
function ownParts(lock) {
  return [lock, ...["", ...workspaces].map((folder) => lock.packages[folder]).filter(Boolean)];
}

function setVersion(manifest, version) {
  if (manifest.version !== undefined) manifest.version = version;
  for (const kind of ["dependencies", "devDependencies"]) {
    for (const name of Object.keys(manifest[kind] ?? {})) {
      if (name.startsWith("@salt/")) manifest[kind][name] = version;
    }
  }
}
