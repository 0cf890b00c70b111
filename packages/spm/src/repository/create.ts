/**
 * `spm create_repo`: the metadata of a directory of packages.
 */
import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { SpmConfig, Value } from "@salt/core";
import { Float, isDict, isList, writeFileAtomic } from "@salt/core";
import { Pair, Scalar, stringify, YAMLMap } from "yaml";
import { readPackageFile } from "../archive/package-file.js";
import type { Formula } from "../formula/formula.js";
import { compareVersions } from "../formula/version.js";
import { METADATA, OLDER } from "./metadata.js";
import { CHECKSUMS, formatChecksums, SIGNATURE, sha256, sha256Of, signText } from "./signature.js";

/** The options that matter here. */
export type CreateConfig = Pick<SpmConfig, "spm_repo_dups" | "spm_signing_key" | "spm_max_unpacked">;

interface Found {
  readonly filename: string;
  readonly formula: Formula;
}

/** Writes metadata and, with a signing key, checksums and a signature. Throws SpmError for a file that is no package. */
export async function createRepository(dir: string, config: CreateConfig): Promise<void> {
  const packages = new Map<string, Found[]>();
  for (const filename of readdirSync(dir)
    .filter((name) => name.endsWith(".spm"))
    .sort()) {
    const { formula } = await readPackageFile(join(dir, filename), { maxBytes: config.spm_max_unpacked });
    packages.set(
      formula.name,
      [...(packages.get(formula.name) ?? []), { filename, formula }].sort(newestFirst),
    );
  }
  const dropped =
    config.spm_repo_dups === "ignore" ? [] : [...packages.values()].flatMap((all) => all.slice(1));
  for (const { filename } of dropped) putAway(dir, filename, config.spm_repo_dups);
  const metadata = format(packages, dropped.length === 0);
  writeFileAtomic(join(dir, METADATA), metadata, { mode: 0o644 });
  if (config.spm_signing_key === null) return;
  const gone = new Set(dropped.map(({ filename }) => filename));
  const kept = [...packages.values()].flat().filter((each) => !gone.has(each.filename));
  const sums = new Map([[METADATA, sha256(Buffer.from(metadata))]]);
  for (const { filename } of kept) sums.set(filename, await sha256Of(join(dir, filename)));
  writeSigned(dir, formatChecksums(sums), config.spm_signing_key);
}

/** The signature goes last: until then the old one does not fit, and nothing half written is believed. */
function writeSigned(dir: string, checksums: string, key: string): void {
  writeFileAtomic(join(dir, CHECKSUMS), checksums, { mode: 0o644 });
  writeFileAtomic(join(dir, SIGNATURE), signText(checksums, key), { mode: 0o644 });
}

function newestFirst(a: Found, b: Found): number {
  return (
    compareVersions(b.formula.version, a.formula.version) ||
    compareVersions(b.formula.release, a.formula.release)
  );
}

function putAway(dir: string, filename: string, how: "archive" | "delete" | "ignore"): void {
  if (how === "delete") {
    rmSync(join(dir, filename), { force: true });
  } else if (how === "archive") {
    mkdirSync(join(dir, "archive"), { recursive: true });
    renameSync(join(dir, filename), join(dir, "archive", filename));
  }
}

function format(packages: ReadonlyMap<string, readonly Found[]>, withOlder: boolean): string {
  const entries = [...packages]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, [newest, ...older]]) => {
      const about = newest === undefined ? {} : entryOf(newest);
      return [name, withOlder && older.length > 0 ? { ...about, [OLDER]: older.map(entryOf) } : about];
    });
  return stringify(Object.fromEntries(entries), {
    version: "1.1",
    indent: 4,
    indentSeq: false,
    lineWidth: 80,
    sortMapEntries: true,
    aliasDuplicateObjects: false,
  });
}

function entryOf({ filename, formula }: Found): { filename: string; info: unknown } {
  return { filename, info: plain(formula.fields) };
}

/** What the YAML writer takes for a value; maps in the order of their keys, as PyYAML writes them. */
function plain(value: Value): unknown {
  if (isDict(value)) {
    const map = new YAMLMap();
    const entries = [...value].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    map.items = entries.map(([key, each]) => new Pair(plain(key), plain(each)));
    return map;
  }
  if (isList(value)) return value.map(plain);
  if (!(value instanceof Float)) return value;
  const scalar = new Scalar(value.value);
  scalar.minFractionDigits = 1;
  return scalar;
}
