/**
 * The packages that are not bundled, reduced to what runs: native addons for the Node that goes into packages, and
 * what programs load only when they need it.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../setup.js";
import { cache, mustRun, nodePackage, nodeVersion } from "./node-package.js";
import { toolchain } from "./toolchain.js";

const modules = join(root, "node_modules");

/** What each package needs at run time, beside its package.json and licence. */
const PARTS = {
  zeromq: ["lib"],
  "cmake-ts": ["build/loader.js"],
  "better-sqlite3": ["lib"],
  bindings: ["bindings.js"],
  "file-uri-to-path": ["index.js"],
  "bzip2-wasm": ["index.js", "bzip2-1.0.8/bzip2.mjs", "bzip2-1.0.8/bzip2.wasm"],
};

/** Loaded at run time from their own files, with what they depend on. */
const LOADED_LATE = ["pino", "yaml"];
const IS_FOR_PEOPLE =
  /^\/(docs?|tests?|examples?|benchmarks?|browser|\.(git|husky)\w*|inc-version\.sh|bin\.m?js)(\/|$)|\.(md|map|[cm]?ts|yml|html)$/;

/** Lays them out below `target`, for a platform such as `linux-x64`. */
export function layOutPackages(target, platform) {
  for (const [name, parts] of Object.entries(PARTS)) {
    const legal = readdirSync(join(modules, name)).filter((file) => /^licen[cs]e/i.test(file));
    for (const part of ["package.json", ...legal, ...parts]) copy(join(name, part), target);
  }
  for (const name of withDependencies(LOADED_LATE)) {
    const source = join(modules, name);
    const filter = (path) => !IS_FOR_PEOPLE.test(path.slice(source.length));
    cpSync(source, join(target, name), { recursive: true, filter });
  }
  layOutZeromq(target, platform);
  const addon = join(target, "better-sqlite3", "build", "Release");
  mkdirSync(addon, { recursive: true });
  cpSync(compiledSqlite(platform), join(addon, "better_sqlite3.node"));
  stripAddons(target, toolchain(platform).strip);
  mustRun("chmod", ["-R", "u=rwX,go=rX", target]);
  mustRun("find", [target, "-type", "f", "-exec", "chmod", "a-x", "{}", "+"]);
}

function stripAddons(target, strip) {
  const addons = readdirSync(target, { recursive: true }).filter((path) => path.endsWith(".node"));
  mustRun(strip, [
    "--strip-unneeded",
    "--remove-section=.comment",
    ...addons.map((path) => join(target, path)),
  ]);
}

function withDependencies(names, found = new Set()) {
  for (const name of names.filter((one) => !found.has(one))) {
    found.add(name);
    const { dependencies = {} } = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
    withDependencies(Object.keys(dependencies), found);
  }
  return found;
}

function copy(path, target) {
  mkdirSync(dirname(join(target, path)), { recursive: true });
  const isNeeded = (file) => !/\.(map|d\.ts|d\.mts|tsbuildinfo)$/.test(file);
  cpSync(join(modules, path), join(target, path), { recursive: true, filter: isNeeded });
}

/**
 * zeromq carries compiled addons, and a manifest in which its loader looks: the newest for this platform and glibc,
 * which is also the one that asks for the oldest glibc.
 */
function layOutZeromq(target, platform) {
  const build = join("zeromq", "build");
  const manifest = JSON.parse(readFileSync(join(modules, build, "manifest.json"), "utf8"));
  const fitting = Object.entries(manifest)
    .map(([key, path]) => ({ key, path, ...JSON.parse(key) }))
    .filter(({ os, arch, libc }) => `${os}-${arch}` === platform && libc === "glibc")
    .sort((one, other) => other.abi - one.abi);
  const [newest] = fitting;
  if (newest === undefined) throw new Error(`zeromq has no addon for ${platform}`);
  copy(join(build, newest.path), target);
  writeFileSync(join(target, build, "manifest.json"), JSON.stringify({ [newest.key]: newest.path }));
}

/** better-sqlite3's addon, compiled against the headers of that Node, if need be by a cross compiler. */
function compiledSqlite(platform) {
  const source = join(modules, "better-sqlite3");
  const { version } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
  const place = join(cache, `better-sqlite3-${version}-node-${nodeVersion}-${platform}`);
  const addon = join(place, "build", "Release", "better_sqlite3.node");
  if (existsSync(addon)) return addon;
  rmSync(place, { recursive: true, force: true });
  for (const part of ["deps", "src", "binding.gyp", "package.json"]) {
    mkdirSync(place, { recursive: true });
    cpSync(join(source, part), join(place, part), { recursive: true });
  }
  const { env: tools, gypArgs } = toolchain(platform);
  const args = ["rebuild", "--release", `--nodedir=${nodePackage(platform)}`, ...gypArgs];
  // Settings of the npm that runs this, such as the headers of its own Node, would win over the arguments.
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^npm_/i.test(key)));
  mustRun(process.execPath, [nodeGyp(), ...args], { cwd: place, env: { ...env, ...tools } });
  return addon;
}

/** The node-gyp that comes with npm. */
function nodeGyp() {
  const npm = dirname(
    mustRun("node", ["-p", "require('fs').realpathSync(process.argv[1])", which("npm")]).trim(),
  );
  const path = join(npm, "..", "node_modules", "node-gyp", "bin", "node-gyp.js");
  if (!existsSync(path)) throw new Error(`npm has no node-gyp at ${path}`);
  return path;
}

function which(program) {
  return mustRun("sh", ["-c", 'command -v "$1"', "sh", program]).trim();
}
