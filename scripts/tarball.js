/**
 * `npm run build:tarball`: a folder that runs salt on a machine without Node, npm and compiler, as an archive in
 * `build/`. But for the code that V8 compiled, the same sources give the same archive. `-- --version 1.2.3` gives it another version, for tests.
 */
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeLicences } from "./packaging/licences.js";
import { mustRun, nodePackage } from "./packaging/node-package.js";
import { layOutPackages } from "./packaging/run-time-packages.js";
import { ensureBuilt, ensureInstalled, requireNode, root } from "./setup.js";

requireNode();
ensureInstalled();
ensureBuilt();

const platform = `${process.platform}-${process.arch}`;
const { values } = parseArgs({ options: { version: { type: "string" } } });
const version = values.version ?? JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
const name = `salt-${version}-${platform}`;
const tree = join(root, "build", name);

rmSync(tree, { recursive: true, force: true });
for (const folder of ["bin", "lib", "share/man/man1", "share/completions", "share/systemd", "share/doc"]) {
  mkdirSync(join(tree, folder), { recursive: true });
}
layOutPrograms();
layOutPackages(join(tree, "lib", "node_modules"), platform);
layOutShare();
writeFileSync(join(tree, "VERSION"), `${version}\n`);
for (const script of ["install.sh", "uninstall.sh"]) {
  cpSync(join(root, "packaging", "tarball", script), join(tree, script));
  chmodSync(join(tree, script), 0o755);
}
pack();

/** Node, the bundles, and a launcher for each command. */
function layOutPrograms() {
  const node = join(tree, "lib", "node");
  cpSync(join(nodePackage(platform), "bin", "node"), node);
  chmodSync(node, 0o755);
  const bundles = join(root, "packages", "cli", "dist", "bundle");
  const isKept = (path) => !path.endsWith(".compiled") && !path.endsWith("build-time");
  cpSync(bundles, join(tree, "lib", "bundle"), { recursive: true, filter: isKept });
  const launcher = readFileSync(join(root, "packaging", "tarball", "launcher.sh"));
  for (const file of readdirSync(join(root, "packages", "cli", "bin"))) {
    const program = join(tree, "bin", file.replace(/\.js$/, ""));
    writeFileSync(program, launcher);
    chmodSync(program, 0o755);
  }
  // Compiled code fits only the Node that compiled it.
  mustRun(node, [join(root, "scripts", "keep-compiled.js"), join(tree, "lib", "bundle")]);
}

function layOutShare() {
  const share = join(tree, "share");
  cpSync(join(root, "docs", "man"), join(share, "man", "man1"), { recursive: true });
  cpSync(join(root, "completions"), join(share, "completions"), { recursive: true });
  cpSync(join(root, "packaging", "systemd"), join(share, "systemd"), { recursive: true });
  cpSync(join(root, "LICENSE"), join(share, "doc", "LICENSE"));
  writeLicences(join(share, "doc"), { platform, version });
}

function pack() {
  const file = join(root, "build", `${name}.tar.gz`);
  const same = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--mode=u+w,go-w"];
  mustRun("tar", ["-C", join(root, "build"), ...same, "-I", "gzip -n -6", "-cf", file, name]);
  const sum = createHash("sha256").update(readFileSync(file)).digest("hex");
  writeFileSync(`${file}.sha256`, `${sum}  ${name}.tar.gz\n`);
  const megabytes = (path) => (statSync(path).size / 1e6).toFixed(1);
  console.log(`build/${name}.tar.gz: ${megabytes(file)} MB, SHA-256 ${sum}`);
}
