/**
 * `npm run build:rpm`: the packages salt, salt-master, salt-minion and salt-api for Red Hat's systems and their kin, built by
 * rpmbuild from packaging/rpm, in `build/rpm`. `-- --version 1.2.3` is for tests.
 */
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
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

const { values } = parseArgs({ options: { version: { type: "string" } } });
const version = values.version ?? ownVersion();
const place = join(root, "build", "rpm");
const work = join(place, "work");
const source = join(root, "packaging", "rpm");
const scripts = join(work, "scripts");

ensureProgram("rpmbuild", "rpm");
rmSync(work, { recursive: true, force: true });
stage(join(work, "stage"), version);
mkdirSync(scripts, { recursive: true });
mkdirSync(join(work, "stage", "share", "logrotate"));
for (const daemon of ["master", "minion", "api"]) {
  const rotation = join(root, "packaging", "debian", `salt-${daemon}.logrotate`);
  cpSync(rotation, join(work, "stage", "share", "logrotate", `salt-${daemon}`));
  for (const when of ["post", "preun", "postun"]) {
    const text = readFileSync(join(source, `${when}.sh`), "utf8").replaceAll("@DAEMON@", daemon);
    writeFileSync(
      join(scripts, `${when}-${daemon}.sh`),
      when === "post" && daemon !== "api" ? preparation(daemon) + text : text,
    );
  }
}
const settings = {
  _topdir: work,
  _rpmdir: join(work, "made"),
  salt_version: version,
  stage: join(work, "stage"),
  prepare: scripts,
  payload: "w6T0.zstdio",
  _buildhost: "localhost",
};
const defines = Object.entries(settings).flatMap(([name, value]) => ["--define", `${name} ${value}`]);
mustRun("rpmbuild", ["-bb", ...defines, join(source, "salt.spec")]);
for (const name of ["salt", "salt-master", "salt-minion", "salt-api"]) {
  const file = `${name}-${version}-1.x86_64.rpm`;
  renameSync(join(work, "made", "x86_64", file), join(place, file));
  console.log(`build/rpm/${file}: ${(statSync(join(place, file)).size / 1e6).toFixed(1)} MB`);
}
rmSync(work, { recursive: true });
