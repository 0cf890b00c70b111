/**
 * `--versions-report`: this software, what it is built on, and the machine.
 */
import { readFileSync } from "node:fs";
import { arch, release, type } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { VERSION } from "@salt/core";
import { CODE_NAME } from "./version.js";

const PACKAGES = ["better-sqlite3", "pino", "yaml", "zeromq"];
const LIBRARIES = ["openssl", "uv", "v8", "zlib"];
const NOT_INSTALLED = "Not Installed";

type Row = readonly [name: string, version: string];

/** The report, laid out as Salt's own. */
export function versionsReport(): string {
  const packages = PACKAGES.map((name): Row => [name, packageVersion(name) ?? NOT_INSTALLED]);
  const libraries = LIBRARIES.map((name): Row => [name, process.versions[name] ?? NOT_INSTALLED]);
  const dependencies = [...packages, ...libraries].sort(([a], [b]) => (a < b ? -1 : 1));
  const sections: [string, readonly Row[]][] = [
    ["Salt Version", [["Salt", `${VERSION} (${CODE_NAME})`]]],
    ["Node Version", [["Node", process.versions.node]]],
    ["Dependency Versions", dependencies],
    ["System Versions", systemVersions()],
  ];
  return layOut(sections);
}

/** Sections with names flush right at one colon, as wide as the longest name, between nearly empty lines. */
export function layOut(sections: readonly [string, readonly Row[]][]): string {
  const width = Math.max(...sections.flatMap(([, rows]) => rows.map(([name]) => name.length)));
  const texts = sections.map(([heading, rows]) => {
    const lines = rows.map(([name, version]) => `${name.padStart(width)}: ${version}`);
    return [`${heading}:`, ...lines].join("\n");
  });
  return `${texts.join("\n \n")}\n`;
}

function systemVersions(): Row[] {
  const os = osRelease();
  const name = os.get("PRETTY_NAME") ?? type();
  const dist = [os.get("ID"), os.get("VERSION_ID"), os.get("VERSION_CODENAME")].filter(
    (part) => part !== undefined,
  );
  return [
    ["dist", dist.length > 0 ? dist.join(" ") : type().toLowerCase()],
    ["locale", Intl.DateTimeFormat().resolvedOptions().locale],
    ["machine", arch() === "x64" ? "x86_64" : arch()],
    ["release", release()],
    ["system", type()],
    ["version", name],
  ];
}

function osRelease(): ReadonlyMap<string, string> {
  const text = readIfThere("/etc/os-release") ?? "";
  const entries = text.split("\n").map((line): [string, string] => {
    const equals = line.indexOf("=");
    return [line.slice(0, Math.max(equals, 0)), line.slice(equals + 1).replace(/^"(.*)"$/, "$1")];
  });
  return new Map(entries);
}

/** The version of an installed package: in the nearest node_modules above this file. */
function packageVersion(name: string): string | undefined {
  for (let dir = dirname(fileURLToPath(import.meta.url)); ; dir = dirname(dir)) {
    const text = readIfThere(join(dir, "node_modules", name, "package.json"));
    const version = text === undefined ? undefined : /"version":\s*"([^"]+)"/.exec(text)?.[1];
    if (version !== undefined) return version;
    if (dir === dirname(dir)) return undefined;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
