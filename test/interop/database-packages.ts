/**
 * Servers of databases out of Debian's packages, and the drivers of both implementations, in a directory of their own:
 * nothing is installed on the machine.
 */
import type { SpawnSyncReturns } from "node:child_process";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { real } from "./installation.js";

const cache = fileURLToPath(new URL("../../../build/cache/databases", import.meta.url));

/** The unpacked packages, below which there is `usr`. */
export const serverRoot = join(cache, "root");
/** Where Node finds the drivers: `driver_dirs` of ours. */
export const nodeDrivers = join(cache, "node");
/** Where Python finds them: `PYTHONPATH` of real Salt. */
export const pythonDrivers = join(cache, "python");

const PACKAGES = [
  "mariadb-server-core",
  "mariadb-client-core",
  "redis-server",
  "redis-tools",
  "postgresql-15",
];
const NODE_DRIVERS = ["mysql2@3", "pg@8", "redis@4"];
const PYTHON_DRIVERS = ["pymysql", "psycopg2-binary", "redis"];

/** Fetches what is missing; why it could not, or undefined. */
export function fetchDatabases(): string | undefined {
  if (process.getuid?.() !== 0) return "apt resolves and fetches packages for root only";
  return unpackServers() ?? fetchNodeDrivers() ?? fetchPythonDrivers();
}

/** The program of a name: unpacked, or the machine's own where its package is installed already. */
export function program(path: string): string {
  const own = join(serverRoot, path);
  return existsSync(own) ? own : join("/", path);
}

/** The environment in which unpacked programs find their libraries. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const libraries = join(serverRoot, "usr/lib");
  const folders = existsSync(libraries)
    ? readdirSync(libraries).filter((name) => name.endsWith("-linux-gnu"))
    : [];
  const paths = folders.map((name) => join(libraries, name));
  return { ...process.env, LD_LIBRARY_PATH: paths.join(":") };
}

function unpackServers(): string | undefined {
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
    ...PACKAGES,
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

function fetchNodeDrivers(): string | undefined {
  if (existsSync(join(nodeDrivers, "node_modules", "mysql2"))) return undefined;
  mkdirSync(nodeDrivers, { recursive: true });
  const done = run("npm", ["install", "--no-audit", "--no-fund", "--prefix", nodeDrivers, ...NODE_DRIVERS]);
  return done.status === 0 ? undefined : `npm could not fetch the drivers: ${done.stderr.slice(-300)}`;
}

function fetchPythonDrivers(): string | undefined {
  const [salt] = real;
  if (salt === undefined) return "there is no real Salt";
  if (existsSync(join(pythonDrivers, "pymysql"))) return undefined;
  const wish = ["install", "-q", "--disable-pip-version-check", "--target", pythonDrivers, ...PYTHON_DRIVERS];
  const done = run(join(salt.bin, "python3"), ["-m", "pip", ...wish]);
  return done.status === 0 ? undefined : `pip could not fetch the drivers: ${done.stderr.slice(-300)}`;
}

function run(command: string, args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(command, args, { encoding: "utf8", timeout: 300_000 });
}
