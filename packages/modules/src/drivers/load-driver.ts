/**
 * Drivers of databases: packages of npm that do not come along, and are found when somebody has installed them.
 *
 * Programs are bundled, so `import "mysql2"` would look beside the bundle alone. A driver is looked for in the
 * directories of the option `driver_dirs`, then where Node would look for it from here, then among the packages that
 * are installed for the whole machine.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Dict } from "@salt/core";
import { CommandExecutionError, getList } from "@salt/core";

/** Packages that are known here, and the oldest major version that is meant. */
const DRIVERS = {
  "@nats-io/transport-node": 3,
  kafkajs: 2,
  ldapts: 8,
  mongodb: 6,
  mysql2: 3,
  nodemailer: 7,
  pg: 8,
  redis: 4,
} as const;

/** The name of such a package. */
export type DriverName = keyof typeof DRIVERS;

const SYSTEM_DIRS = ["/usr/local/lib", "/usr/lib", "/usr/share/nodejs"];

/** True when a driver is installed; else what is missing and the command that installs it. Loads nothing. */
export function driverThere(name: DriverName, opts: Dict): true | string {
  return findDriver(name, opts) === undefined ? missing(name) : true;
}

/** Loads a driver; `entry` is a file of the package other than its main one. Throws CommandExecutionError. */
export async function loadDriver(name: DriverName, opts: Dict, entry = ""): Promise<unknown> {
  const path = findDriver(name, opts, entry);
  if (path === undefined) throw new CommandExecutionError(missing(name));
  return await import(pathToFileURL(path).href);
}

function missing(name: DriverName): string {
  return `The package ${name} is not installed: npm install -g ${name}@${DRIVERS[name]}`;
}

function findDriver(name: DriverName, opts: Dict, entry = ""): string | undefined {
  const own = (getList(opts, "driver_dirs") ?? []).filter((dir) => typeof dir === "string");
  const places = [...own.map((dir) => join(dir, "here.js")), import.meta.url];
  const system = SYSTEM_DIRS.map((dir) => join(dir, "here.js"));
  for (const place of [...places, ...system]) {
    const found = resolved(place, entry === "" ? name : `${name}/${entry}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function resolved(from: string, name: string): string | undefined {
  try {
    return createRequire(from).resolve(name);
  } catch {
    return undefined;
  }
}
