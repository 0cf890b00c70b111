/**
 * `npm run test:systemd`: the packages for Debian and the archive on a machine of its own that systemd has booted
 * (systemd-nspawn), where packaging/debian/boot-test.sh says what is done. Needs root. Packages of `npm run test:deb`
 * and the tree of `npm run build:tarball` are taken when they are newer than the build. Where no such machine boots, it says why, and
 * that nothing was tested; `-- --required` makes that a failure.
 */
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bootAndRun, freshMachine, steps, whyNoMachine } from "./packaging/bare-root.js";
import { stageArchive } from "./packaging/stage.js";
import { ownPlatform } from "./packaging/toolchain.js";
import { ensureBuilt, ensureInstalled, isOlderThanBuild, requireNode, root, run } from "./setup.js";
import { ownVersion } from "./spread-version.js";

const WITHIN_MS = 900_000;
const PACKAGES = ["salt-common", "salt-master", "salt-minion", "salt-api"];

const { values } = parseArgs({ options: { required: { type: "boolean", default: false } } });
requireNode();
ensureInstalled();
ensureBuilt();
const place = freshMachine();
const obstacle = whyNoMachine(place);
if (obstacle !== undefined) {
  console.log(`Skipped: no systemd can be booted here, so nothing was tested under one: ${obstacle}`);
  process.exit(values.required ? 1 : 0);
}

const version = ownVersion();
const versions = [version, `${version}+next`];
for (const one of versions) {
  if (debsOf(one).some(isOlderThanBuild))
    run(process.execPath, [join(root, "scripts", "deb.js"), "--version", one, "--compression", "none"]);
}
const folder = join(place, "opt", "test");
mkdirSync(folder);
for (const deb of versions.flatMap(debsOf)) cpSync(deb, join(folder, deb.slice(deb.lastIndexOf("/") + 1)));
layOutArchive(join(folder, `salt-${version}`));
cpSync(join(root, "packaging", "debian", "boot-test.sh"), join(folder, "boot-test.sh"));
cpSync(steps, join(folder, "steps.sh"));
const status = bootAndRun(place, ["/bin/sh", "/opt/test/boot-test.sh", ...versions], WITHIN_MS);
if (status === undefined) console.error(`It had not ended after ${WITHIN_MS / 1000} seconds.`);
process.exit(status ?? 1);

function debsOf(one) {
  return PACKAGES.map((name) => join(root, "build", "deb", `${name}_${one}_amd64.deb`));
}

/** What the archive unpacks to: the tree that its own build has left, or a new one. */
function layOutArchive(tree) {
  const left = join(root, "build", `salt-${version}-${ownPlatform}`);
  if (isOlderThanBuild(join(left, "VERSION"))) stageArchive(tree, version);
  else run("cp", ["-a", left, tree]);
}
