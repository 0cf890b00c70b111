/**
 * `npm run test:systemd`: the packages for Debian and the archive on a machine of its own that systemd has booted
 * (systemd-nspawn), where packaging/debian/boot-test.sh says what is done. Needs root. Packages of `npm run test:deb`
 * are taken when they are newer than the build.
 */
import { chmodSync, cpSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { bootAndRun, freshMachine } from "./packaging/bare-root.js";
import { stage } from "./packaging/stage.js";
import { ensureBuilt, ensureInstalled, requireNode, root, run } from "./setup.js";
import { ownVersion } from "./spread-version.js";

const WITHIN_MS = 900_000;
const PACKAGES = ["salt-common", "salt-master", "salt-minion"];

requireNode();
ensureInstalled();
ensureBuilt();

const version = ownVersion();
const versions = [version, `${version}+next`];
for (const one of versions) {
  if (debsOf(one).some(isOld))
    run(process.execPath, [join(root, "scripts", "deb.js"), "--version", one, "--compression", "none"]);
}
const place = freshMachine();
const folder = join(place, "opt", "test");
mkdirSync(folder);
for (const deb of versions.flatMap(debsOf)) cpSync(deb, join(folder, deb.slice(deb.lastIndexOf("/") + 1)));
layOutArchive(join(folder, `salt-${version}`));
cpSync(join(root, "packaging", "debian", "boot-test.sh"), join(folder, "boot-test.sh"));
const status = bootAndRun(place, ["/bin/sh", "/opt/test/boot-test.sh", ...versions], WITHIN_MS);
if (status === undefined) console.error(`It had not ended after ${WITHIN_MS / 1000} seconds.`);
process.exit(status ?? 1);

function debsOf(one) {
  return PACKAGES.map((name) => join(root, "build", "deb", `${name}_${one}_amd64.deb`));
}

function isOld(path) {
  const built = statSync(join(root, "packages", "cli", "dist", "bundle", "build-time")).mtimeMs;
  return (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) <= built;
}

/** What the archive of `npm run build:tarball` unpacks to. */
function layOutArchive(tree) {
  stage(tree, version);
  for (const script of ["install.sh", "uninstall.sh"]) {
    cpSync(join(root, "packaging", "tarball", script), join(tree, script));
    chmodSync(join(tree, script), 0o755);
  }
}
