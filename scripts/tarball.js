/**
 * `npm run build:tarball`: a folder that runs salt on a machine without Node, npm and compiler, as an archive in
 * `build/`. But for the code that V8 compiled, the same sources give the same archive.
 * `-- --platform linux-arm64` makes it for another processor, by a cross compiler and without that code; `-- --xz` makes a
 * smaller one beside it; `-- --version 1.2.3` gives it another version, for tests.
 */
import { createHash } from "node:crypto";
import { cpSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureProgram } from "./packaging/ensure-program.js";
import { mustRun } from "./packaging/node-package.js";
import { stageArchive } from "./packaging/stage.js";
import { ownPlatform } from "./packaging/toolchain.js";
import { ensureBuilt, ensureInstalled, requireNode, root } from "./setup.js";
import { ownVersion } from "./spread-version.js";

requireNode();
ensureInstalled();
ensureBuilt();

const { values } = parseArgs({
  options: {
    version: { type: "string" },
    platform: { type: "string", default: ownPlatform },
    xz: { type: "boolean", default: false },
  },
});
const { platform } = values;
const version = values.version ?? ownVersion();
const name = `salt-${version}-${platform}`;
const tree = join(root, "build", name);

stageArchive(tree, version, platform);
pack("gz", "gzip -n -6");
// What is inside can be read without unpacking it.
for (const list of ["sbom.cdx.json", "THIRD-PARTY-LICENCES.txt"]) {
  cpSync(join(tree, "share", "doc", list), join(root, "build", `${name}.${list}`));
}
if (values.xz) {
  ensureProgram("xz", "xz-utils");
  pack("xz", "xz -6 --threads=0");
}

/** Writes the archive and its checksum. */
function pack(ending, compressor) {
  const file = join(root, "build", `${name}.tar.${ending}`);
  const same = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--mode=u+w,go-w"];
  mustRun("tar", ["-C", join(root, "build"), ...same, "-I", compressor, "-cf", file, name]);
  const sum = createHash("sha256").update(readFileSync(file)).digest("hex");
  writeFileSync(`${file}.sha256`, `${sum}  ${name}.tar.${ending}\n`);
  console.log(`build/${name}.tar.${ending}: ${(statSync(file).size / 1e6).toFixed(1)} MB, SHA-256 ${sum}`);
}
