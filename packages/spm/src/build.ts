/**
 * Building a package file from a directory with a FORMULA.
 */
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { SpmConfig } from "@salt/core";
import type { PackEntry, PackOptions } from "./archive/pack.js";
import { writePackage } from "./archive/pack.js";
import { SpmError } from "./errors.js";
import type { Formula } from "./formula/formula.js";
import { parseFormula } from "./formula/formula.js";

/** Where packages are built, and what stays out of them. */
export type BuildConfig = Pick<SpmConfig, "spm_build_dir" | "spm_build_exclude">;

/** Builds the package of a directory; the path of its file and remarks for the user. Throws SpmError. */
export async function buildPackage(
  dir: string,
  config: BuildConfig,
  options: PackOptions,
): Promise<{ readonly path: string; readonly remarks: readonly string[] }> {
  const given = dir.replace(/(?<=.)\/+$/, "");
  const place = `${given}/FORMULA`;
  if (!existsSync(place))
    throw new SpmError("package", `Formula file ${place} not found`, {
      isSalts: true,
      hint: "Give the directory that holds it.",
    });
  const formula = parseFormula(readFileSync(place, "utf8"), place);
  const entries = entriesOf(resolve(dir), formula, config.spm_build_exclude);
  mkdirSync(config.spm_build_dir, { recursive: true, mode: 0o755 });
  const path = join(config.spm_build_dir, `${formula.name}-${formula.version}-${formula.release}.spm`);
  await writePackage(path, entries, options);
  return { path, remarks: remarksOn(formula) };
}

function remarksOn({ os, osFamily }: Formula): readonly string[] {
  const absent = Object.entries({ os, os_family: osFamily }).filter(([, value]) => value === undefined);
  return absent.map(([field]) => `The FORMULA does not say '${field}'. Salt builds such packages too.`);
}

function entriesOf(dir: string, formula: Formula, exclude: readonly string[]): readonly PackEntry[] {
  return formula.files === undefined ? wholeDirectory(dir, formula, exclude) : listedFiles(dir, formula);
}

/** Everything in the directory, in the order of names; FORMULA comes first once more, under the package's name, as Salt has it. */
function wholeDirectory(dir: string, { name }: Formula, exclude: readonly string[]): readonly PackEntry[] {
  const isLeftOut = (inner: string): boolean => exclude.some((start) => inner.startsWith(start));
  const walk = (source: string, inner: string): PackEntry[] => {
    if (inner !== "" && isLeftOut(inner)) return [];
    const entry = { name: inner === "" ? name : `${name}/${inner}`, source };
    if (!isDirectory(source)) return [entry];
    const children = readdirSync(source).sort(byCodePoint);
    return [
      entry,
      ...children.flatMap((child) => walk(join(source, child), inner === "" ? child : `${inner}/${child}`)),
    ];
  };
  return [{ name, source: join(dir, "FORMULA") }, ...walk(dir, "")];
}

/** The files that FORMULA lists, in its order. FORMULA itself is added: Salt leaves it out, and cannot install the package. */
function listedFiles(dir: string, { name, files = [] }: Formula): readonly PackEntry[] {
  const listed = files.map(({ path }) => path);
  const all = listed.includes("FORMULA") ? listed : ["FORMULA", ...listed];
  for (const path of all) {
    if (!existsSync(join(dir, path)))
      throw new SpmError(
        "package",
        `${join(dir, path)} is listed in 'files' of ${basename(dir)}/FORMULA and is not there`,
      );
  }
  return [
    { name, source: undefined },
    ...all.map((path) => ({ name: `${name}/${path}`, source: join(dir, path) })),
  ];
}

/** Whether it is a directory itself: a link to one is packed as a link. */
function isDirectory(path: string): boolean {
  return lstatSync(path).isDirectory();
}

/** Python's order of texts: by code points, not by JavaScript's halves of them. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
