/**
 * Servers of databases out of Debian's packages, and the drivers of both implementations, in a directory of their own:
 * nothing is installed on the machine.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fetchDrivers, run, unpackPackages } from "./fetched-packages.js";
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
  return unpackPackages(cache, PACKAGES) ?? fetchNodeDrivers() ?? fetchPythonDrivers();
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

function fetchNodeDrivers(): string | undefined {
  return fetchDrivers(nodeDrivers, NODE_DRIVERS);
}

function fetchPythonDrivers(): string | undefined {
  const [salt] = real;
  if (salt === undefined) return "there is no real Salt";
  if (existsSync(join(pythonDrivers, "pymysql"))) return undefined;
  const wish = ["install", "-q", "--disable-pip-version-check", "--target", pythonDrivers, ...PYTHON_DRIVERS];
  const done = run(join(salt.bin, "python3"), ["-m", "pip", ...wish]);
  return done.status === 0 ? undefined : `pip could not fetch the drivers: ${done.stderr.slice(-300)}`;
}
