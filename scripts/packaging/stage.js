/**
 * The folder that every kind of package is made of: Node, the bundled programs with their launchers, what they load at
 * run time, man pages, completions, unit files and licences.
 */
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.js";
import { ownVersion } from "../spread-version.js";
import { writeLicences } from "./licences.js";
import { mustRun, nodePackage } from "./node-package.js";
import { layOutPackages } from "./run-time-packages.js";
import { ownPlatform, toolchain } from "./toolchain.js";

/** Lays the folder out anew, as of a version; for another platform than this one without V8's compiled code. */
export function stage(tree, version, platform = ownPlatform) {
  rmSync(tree, { recursive: true, force: true });
  for (const folder of ["bin", "lib", "share/man/man1", "share/completions", "share/systemd", "share/doc"]) {
    mkdirSync(join(tree, folder), { recursive: true });
  }
  layOutPrograms(tree, version, platform);
  layOutPackages(join(tree, "lib", "node_modules"), platform);
  layOutShare(tree, version, platform);
  writeFileSync(join(tree, "VERSION"), `${version}\n`);
}

/** What the archive unpacks to: that folder with its scripts of installation. */
export function stageArchive(tree, version, platform = ownPlatform) {
  stage(tree, version, platform);
  for (const script of ["install.sh", "uninstall.sh"]) {
    cpSync(join(root, "packaging", "tarball", script), join(tree, script));
    chmodSync(join(tree, script), 0o755);
  }
}

/** The shell text that makes what a daemon needs on a machine where its package has just been installed. */
export function preparation(daemon) {
  return readFileSync(join(root, "packaging", "prepare", `${daemon}.sh`), "utf8");
}

/** The commands, by the files that start them. */
function commandNames() {
  const files = readdirSync(join(root, "packages", "cli", "bin")).filter((file) => file.endsWith(".js"));
  return files.map((file) => file.slice(0, -".js".length)).sort();
}

function layOutPrograms(tree, version, platform) {
  const node = join(tree, "lib", "node");
  mustRun(toolchain(platform).strip, ["-o", node, join(nodePackage(platform), "bin", "node")]);
  chmodSync(node, 0o755);
  const bundles = join(root, "packages", "cli", "dist", "bundle");
  const isKept = (path) => !path.endsWith(".compiled") && !path.endsWith("build-time");
  cpSync(bundles, join(tree, "lib", "bundle"), { recursive: true, filter: isKept });
  if (version !== ownVersion()) callThemselves(join(tree, "lib", "bundle"), version);
  const launcher = readFileSync(join(root, "packaging", "tarball", "launcher.sh"));
  for (const name of commandNames()) {
    const program = join(tree, "bin", name);
    writeFileSync(program, launcher);
    chmodSync(program, 0o755);
  }
  // Compiled code fits only the Node that compiled it, which does not run here for another platform.
  if (platform === ownPlatform)
    mustRun(node, [join(root, "scripts", "keep-compiled.js"), join(tree, "lib", "bundle")]);
}

/** Gives the programs another version, so that two builds of the same sources can be told apart in tests. */
function callThemselves(bundles, version) {
  for (const file of readdirSync(bundles).filter((name) => name.endsWith(".js"))) {
    const path = join(bundles, file);
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replaceAll(`VERSION="${ownVersion()}"`, `VERSION=${JSON.stringify(version)}`));
  }
}

function layOutShare(tree, version, platform) {
  const share = join(tree, "share");
  cpSync(join(root, "docs", "man"), join(share, "man", "man1"), { recursive: true });
  cpSync(join(root, "completions"), join(share, "completions"), { recursive: true });
  cpSync(join(root, "packaging", "systemd"), join(share, "systemd"), { recursive: true });
  cpSync(join(root, "LICENSE"), join(share, "doc", "LICENSE"));
  writeLicences(join(share, "doc"), { platform, version });
}
