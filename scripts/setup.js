/**
 * What every script needs before it can do its own work: packages installed and sources built.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
export const bin = join(root, "node_modules", ".bin");

const OLDEST_NODE = [20, 10];

/** Ends the script with a sentence when Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  console.error(`Node ${OLDEST_NODE.join(".")} or later is needed; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Runs a command in the repository with its output shown, and ends the script when it fails. */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options });
  if (done.error) console.error(`${command}: ${done.error.message}`);
  if (done.status !== 0) process.exit(done.status ?? 1);
}

/** Installs the packages of package-lock.json unless they are there. */
export function ensureInstalled() {
  linkPackages();
  const installed = packagesOf(join(root, "node_modules", ".package-lock.json"));
  const wanted = packagesOf(join(root, "package-lock.json"));
  // What is optional may be missing on this platform.
  const isThere = ([path, { version, link, optional }]) =>
    link || optional || !path.startsWith("node_modules/") || installed[path]?.version === version;
  if (Object.entries(wanted).every(isThere)) return;
  console.log("Installing packages (npm ci) …");
  run("npm", ["ci", "--no-audit", "--no-fund"]);
}

/** Makes the links that npm makes for packages of this repository. */
export function linkPackages() {
  for (const [path, { link, resolved }] of Object.entries(packagesOf(join(root, "package-lock.json")))) {
    const place = join(root, path);
    if (!link || existsSync(place) || !existsSync(dirname(place))) continue;
    symlinkSync(relative(dirname(place), join(root, resolved)), place);
  }
}

function packagesOf(lock) {
  return existsSync(lock) ? JSON.parse(readFileSync(lock, "utf8")).packages : {};
}

/** Builds unless nothing has changed since the last build. */
export function ensureBuilt() {
  const built = join(root, "packages", "cli", "dist", "bundle", "build-time");
  const sources = ["packages", "scripts", "test"].map((folder) => newest(join(root, folder)));
  if (existsSync(built) && statSync(built).mtimeMs >= Math.max(...sources)) return;
  console.log("Building …");
  run("npm", ["run", "--silent", "build"]);
}

/** Whether a file or directory is missing, or older than the bundled programs. */
export function isOlderThanBuild(path) {
  const time = (one) => statSync(one, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return time(path) <= time(join(root, "packages", "cli", "dist", "bundle", "build-time"));
}

function newest(folder) {
  let time = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === "node_modules" || entry.name === "dist") continue;
    const path = join(folder, entry.name);
    const own = entry.isDirectory() ? newest(path) : statSync(path).mtimeMs;
    time = Math.max(time, own);
  }
  return time;
}
