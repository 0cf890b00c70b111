/**
 * `npm run build:deb`: the packages salt-common, salt-master, salt-minion and salt-api for Debian and its kin, built by debhelper
 * from packaging/debian, in `build/deb`. `-- --maintainer "Name <address>"` says who answers for the packages;
 * `-- --version 1.2.3 --compression gzip` is for tests.
 */
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureProgram } from "./packaging/ensure-program.js";
import { mustRun } from "./packaging/node-package.js";
import { preparation, stage } from "./packaging/stage.js";
import { ensureBuilt, ensureInstalled, requireNode, root } from "./setup.js";
import { ownVersion } from "./spread-version.js";

requireNode();
ensureInstalled();
ensureBuilt();

const { values } = parseArgs({
  options: {
    version: { type: "string" },
    compression: { type: "string", default: "xz" },
    maintainer: { type: "string" },
  },
});
const version = values.version ?? ownVersion();
const place = join(root, "build", "deb");
const source = join(place, "source");

const MAINTAINER = /^Maintainer: (.+)$/m;

ensureProgram("dh", "debhelper");
layOutSource();
const env = {
  ...process.env,
  SALT_COMPRESSION: values.compression,
  DEB_BUILD_OPTIONS: "nocheck",
  LC_ALL: "C.UTF-8",
};
mustRun("dpkg-buildpackage", ["--build=binary", "--no-sign", "--no-check-builddeps"], { cwd: source, env });
for (const file of readdirSync(place).filter((name) => name.endsWith(".deb"))) {
  console.log(`build/deb/${file}: ${(statSync(join(place, file)).size / 1e6).toFixed(1)} MB`);
}
rmSync(source, { recursive: true });

/** The folder that debhelper works in: packaging/debian with the files to be packed. */
function layOutSource() {
  rmSync(source, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const debian = join(source, "debian");
  cpSync(join(root, "packaging", "debian"), debian, { recursive: true });
  const staged = join(source, "stage");
  stage(staged, version);
  renameSync(join(staged, "share", "completions", "salt.bash"), join(staged, "share", "completions", "salt"));
  for (const unit of readdirSync(join(staged, "share", "systemd"))) {
    const text = readFileSync(join(staged, "share", "systemd", unit), "utf8");
    writeFileSync(join(debian, unit), text.replaceAll("@BIN@", "/usr/bin"));
  }
  for (const daemon of ["master", "minion"]) {
    const script = join(debian, `salt-${daemon}.postinst`);
    writeFileSync(
      script,
      readFileSync(script, "utf8").replace("#PREPARE#\n", () => preparation(daemon)),
    );
  }
  const control = join(debian, "control");
  const maintainer = values.maintainer ?? MAINTAINER.exec(readFileSync(control, "utf8"))?.[1];
  writeFileSync(
    control,
    readFileSync(control, "utf8").replace(MAINTAINER, () => `Maintainer: ${maintainer}`),
  );
  writeFileSync(join(debian, "changelog"), changelog(maintainer));
}

/** One entry: what changed is said in CHANGELOG.md. */
function changelog(maintainer) {
  const date = mustRun("git", ["log", "-1", "--format=%cD"], { cwd: root }).trim();
  return `salt (${version}) unstable; urgency=medium\n\n  * Built from version ${version}; what changed is in CHANGELOG.md.\n\n -- ${maintainer}  ${date}\n`;
}
