/**
 * Versions of this program, of what it is built on, and of the machine.
 */
import { readFileSync } from "node:fs";
import { machine, release, type } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { libzmqVersion } from "@salt/wire";
import { SALT_VERSION } from "../../grains/portable/salt-version.js";

const PACKAGES = ["better-sqlite3", "pino", "yaml", "zeromq"];
const LIBRARIES = ["openssl", "uv", "v8", "zlib"];

/** Versions by section and name; null for what is not installed. */
export type Versions = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

type Row = readonly [name: string, version: string | null];

/** All versions, in the sections of Salt's own report; it loads the native libraries, to ask them. */
export async function collectVersions(): Promise<Versions> {
  const packages = PACKAGES.map((name): Row => [name, packageVersion(name)]);
  const libraries = LIBRARIES.map((name): Row => [name, process.versions[name] ?? null]);
  const native: Row[] = [
    ["SQLite", await orNone(sqliteVersion)],
    ["ZMQ", await orNone(libzmqVersion)],
  ];
  const dependencies = [...packages, ...libraries, ...native].sort(([a], [b]) => inOrder(a, b));
  return {
    "Salt Version": { Salt: SALT_VERSION },
    "Node Version": { Node: process.versions.node },
    "Dependency Versions": Object.fromEntries(dependencies),
    "System Versions": systemVersions(),
  };
}

/** The report as a text: names flush right at one colon. */
export function versionsReport(versions: Versions): string {
  const names = Object.values(versions).flatMap((section) => Object.keys(section));
  const width = Math.max(...names.map((name) => name.length));
  const sections = Object.entries(versions).map(([heading, section]) => {
    const rows = Object.entries(section).map(
      ([name, version]) => `${name.padStart(width)}: ${version ?? "Not Installed"}`,
    );
    return [`${heading}:`, ...rows].join("\n");
  });
  return `${sections.join("\n \n")}\n`;
}

/** Case does not count. */
function inOrder(a: string, b: string): number {
  return a.toLowerCase() < b.toLowerCase() ? -1 : 1;
}

/** What a library says of itself; null where it cannot be loaded: a report is wanted most when something is broken. */
async function orNone(ask: () => Promise<string>): Promise<string | null> {
  try {
    return await ask();
  } catch {
    return null;
  }
}

async function sqliteVersion(): Promise<string> {
  const { default: Sqlite } = await import("better-sqlite3");
  const db = new Sqlite(":memory:");
  try {
    return String(db.prepare("SELECT sqlite_version()").pluck().get());
  } finally {
    db.close();
  }
}

function systemVersions(): Readonly<Record<string, string>> {
  const os = osRelease();
  const dist = ["ID", "VERSION_ID", "VERSION_CODENAME"].flatMap((key) => os.get(key) ?? []);
  return {
    dist: dist.length > 0 ? dist.join(" ") : type().toLowerCase(),
    locale: "utf-8",
    machine: machine(),
    release: release(),
    system: type(),
    version: os.get("PRETTY_NAME") ?? type(),
  };
}

function osRelease(): ReadonlyMap<string, string> {
  const lines = (readIfThere("/etc/os-release") ?? "").split("\n");
  return new Map(
    lines.map((line): [string, string] => {
      const [key = "", ...value] = line.split("=");
      return [key, value.join("=").replace(/^"(.*)"$/, "$1")];
    }),
  );
}

/** The version of an installed package: in the nearest node_modules above this file. */
function packageVersion(name: string): string | null {
  for (let dir = dirname(fileURLToPath(import.meta.url)); ; dir = dirname(dir)) {
    const text = readIfThere(join(dir, "node_modules", name, "package.json"));
    const version = text === undefined ? undefined : /"version":\s*"([^"]+)"/.exec(text)?.[1];
    if (version !== undefined) return version;
    if (dir === dirname(dir)) return null;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
