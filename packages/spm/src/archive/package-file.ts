/**
 * A package file as a whole: its name, its members, its FORMULA.
 */
import { basename } from "node:path";
import { SpmError } from "../errors.js";
import type { Formula } from "../formula/formula.js";
import { parseFormula } from "../formula/formula.js";
import type { ArchiveLimits, Member } from "./members.js";
import { readMembers } from "./members.js";

/** What a package file holds. */
export interface PackageFile {
  readonly path: string;
  readonly formula: Formula;
  readonly members: readonly Member[];
}

const MAX_FORMULA = 1024 * 1024;

/** The name of the package that a file's name gives: all but version and release. Throws SpmError. */
function packageNameOf(path: string): string {
  const name = basename(path).split("-").slice(0, -2).join("-");
  if (name !== "") return name;
  throw new SpmError("package", `${path} is not called NAME-VERSION-RELEASE.spm`, {
    hint: "Give the file the name that 'spm build' gave it.",
  });
}

/** Reads names and FORMULA of a package and checks both. Throws SpmError. */
export async function readPackageFile(path: string, limits: ArchiveLimits): Promise<PackageFile> {
  const name = packageNameOf(path);
  const members: Member[] = [];
  let text: string | undefined;
  for await (const { content, ...member } of readMembers(path, limits)) {
    members.push(member);
    if (member.name === `${name}/FORMULA` && member.type === "file") text = await textOf(content, path);
  }
  if (text === undefined)
    throw new SpmError("package", `${path} has no ${name}/FORMULA`, {
      hint: "It is no package, or was renamed.",
    });
  const formula = parseFormula(
    text,
    `FORMULA of ${path}`,
    (field) => `Invalid package: the ${field} was not found`,
  );
  checkNames(path, name, formula, members);
  return { path, formula, members };
}

async function textOf(content: AsyncIterable<Uint8Array>, path: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    if (bytes > MAX_FORMULA)
      throw new SpmError("package", `The FORMULA of ${path} is larger than a megabyte`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function checkNames(path: string, name: string, formula: Formula, members: readonly Member[]): void {
  const expected = `${formula.name}-${formula.version}-${formula.release}.spm`;
  if (basename(path) !== expected)
    throw new SpmError("package", `The FORMULA in ${path} is that of ${expected}`, {
      hint: "A file must be called as its FORMULA says.",
    });
  const seen = new Map<string, Member["type"]>();
  for (const member of members) {
    if (member.name !== name && !member.name.startsWith(`${name}/`))
      throw new SpmError(
        "package",
        `${path} is refused: ${JSON.stringify(member.name)} lies outside of ${name}/`,
      );
    // Salt's own builder puts the FORMULA in under the package's name too, and again under its own.
    const isSalts = member.name === name || member.name === `${name}/FORMULA`;
    if (seen.has(member.name) && !isSalts)
      throw new SpmError("package", `${path} is refused: it holds ${JSON.stringify(member.name)} twice`);
    seen.set(member.name, member.type);
  }
  for (const { name: each } of members) checkParents(path, name, each, seen);
}

/** Nothing may be written through a link, or below a file. */
function checkParents(
  path: string,
  root: string,
  name: string,
  seen: ReadonlyMap<string, Member["type"]>,
): void {
  for (let cut = name.lastIndexOf("/"); cut > root.length; cut = name.lastIndexOf("/", cut - 1)) {
    const parent = seen.get(name.slice(0, cut));
    if (parent === undefined || parent === "directory") continue;
    throw new SpmError("package", `${path} is refused: ${JSON.stringify(name)} lies below a ${parent}`);
  }
}
