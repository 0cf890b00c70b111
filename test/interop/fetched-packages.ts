/**
 * Packages of Debian and npm in a directory of the tests: nothing is installed on the machine.
 */
import type { SpawnSyncReturns } from "node:child_process";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Unpacks packages of Debian into `root` of `cache`, unless that is there; why it could not, or undefined. */
export function unpackPackages(cache: string, packages: readonly string[]): string | undefined {
  const serverRoot = join(cache, "root");
  if (existsSync(serverRoot)) return undefined;
  const debs = join(cache, "debs");
  mkdirSync(join(debs, "partial"), { recursive: true });
  const archives = ["-o", `Dir::Cache::archives=${debs}`, "-o", "APT::Sandbox::User=root"];
  const wish = [
    "install",
    "-q",
    "-y",
    "--no-install-recommends",
    "--download-only",
    ...archives,
    ...packages,
  ];
  let done = run("apt-get", wish);
  if (done.status !== 0) {
    run("apt-get", ["update", "-q"]);
    done = run("apt-get", wish);
  }
  if (done.status !== 0) return `apt-get could not fetch the servers: ${done.stderr.slice(-300)}`;
  const fresh = `${serverRoot}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  for (const name of readdirSync(debs).filter((each) => each.endsWith(".deb"))) {
    if (run("dpkg", ["-x", join(debs, name), fresh]).status !== 0) return `${name} could not be unpacked`;
  }
  renameSync(fresh, serverRoot);
  return undefined;
}

/** Installs packages of npm into a directory, unless some are there; why it could not, or undefined. */
export function fetchDrivers(dir: string, packages: readonly string[]): string | undefined {
  if (existsSync(join(dir, "node_modules"))) return undefined;
  mkdirSync(dir, { recursive: true });
  const done = run("npm", ["install", "--no-audit", "--no-fund", "--prefix", dir, ...packages]);
  return done.status === 0 ? undefined : `npm could not fetch the drivers: ${done.stderr.slice(-300)}`;
}

/** Runs a program to its end, for five minutes at most. */
export function run(command: string, args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(command, args, { encoding: "utf8", timeout: 300_000 });
}
