/**
 * What is in the way of an installation: nothing of the user's, and nothing of another package, is written over unless
 * that is forced.
 */
import { createHash } from "node:crypto";
import type { ArchiveLimits } from "./archive/members.js";
import { readMembers } from "./archive/members.js";
import type { PackageFile } from "./archive/package-file.js";
import { SpmError } from "./errors.js";
import type { Placed } from "./layout.js";
import { parentsBelow } from "./layout.js";
import type { PkgDb } from "./providers/pkgdb.js";
import type { PkgFiles } from "./providers/pkgfiles.js";

/** A package and the places of its members. */
export interface Planned {
  readonly file: PackageFile;
  readonly placed: readonly Placed[];
}

/** What looking for conflicts needs. */
export interface ConflictParts {
  readonly files: PkgFiles;
  readonly db: PkgDb;
  readonly limits: ArchiveLimits;
  readonly force: boolean;
}

/** Throws SpmError that lists what is in the way. */
export async function refuseConflicts(planned: readonly Planned[], parts: ConflictParts): Promise<void> {
  refuseSharedPaths(planned);
  for (const { file, placed } of planned) {
    const wrongKind = placed.flatMap((place) => ofWrongKind(place, parts.files));
    const owned = parts.force ? [] : await ofOthers(file, placed, parts);
    refuse(file.formula.name, [...wrongKind, ...owned], parts.force);
  }
}

function refuse(name: string, inTheWay: readonly string[], force: boolean): void {
  if (inTheWay.length === 0) return;
  throw new SpmError("conflict", `Not installing ${name} due to existing files:\n\n${inTheWay.join("\n")}`, {
    isSalts: true,
    hint: force ? "Move them away first." : "-f writes over files.",
  });
}

function refuseSharedPaths(planned: readonly Planned[]): void {
  const owners = new Map<string, string>();
  for (const { file, placed } of planned) {
    for (const { path, member } of placed) {
      if (member.type === "directory") continue;
      const other = owners.get(path);
      if (other !== undefined)
        throw new SpmError("conflict", `Not installing ${file.formula.name} and ${other}: both have ${path}`);
      owners.set(path, file.formula.name);
    }
  }
}

/** What no force can write over: a directory where a file goes, a file where a directory goes. */
function ofWrongKind({ path, member, root }: Placed, files: PkgFiles): readonly string[] {
  const isDirectoryOrNothing = (place: string): boolean =>
    ["directory", undefined].includes(files.kind(place));
  const parent = parentsBelow(root, path).find((dir) => !isDirectoryOrNothing(dir));
  if (parent !== undefined) return [`${parent} (not a directory)`];
  if (member.type === "directory") return isDirectoryOrNothing(path) ? [] : [`${path} (not a directory)`];
  const kind = files.kind(path);
  return kind === "directory" || kind === "other" ? [`${path} (a ${kind})`] : [];
}

/** Files of other packages, and files of nobody that are not the same as the package's: those it may take over. */
async function ofOthers(
  { path: archive, formula }: PackageFile,
  placed: readonly Placed[],
  { files, db, limits }: ConflictParts,
): Promise<readonly string[]> {
  const there = placed.filter(
    ({ path, member }) => member.type !== "directory" && ["file", "symlink"].includes(files.kind(path) ?? ""),
  );
  const strange = there.filter(({ path }) => db.owner(path) !== formula.name);
  const free = strange.filter(({ path }) => db.owner(path) === undefined);
  const same = free.length === 0 ? new Set() : await sameContent(archive, free, files, limits);
  return strange
    .filter(({ path }) => !same.has(path))
    .map(({ path }) => {
      const owner = db.owner(path);
      return owner === undefined ? path : `${path} (of ${owner})`;
    });
}

/** The paths at which there is already what the package would put there. */
async function sameContent(
  archive: string,
  placed: readonly Placed[],
  files: PkgFiles,
  limits: ArchiveLimits,
): Promise<ReadonlySet<string>> {
  const places = new Map(placed.map(({ member, path }) => [member.name, path]));
  const same = new Set<string>();
  for await (const { name, type, target, content } of readMembers(archive, limits)) {
    const path = places.get(name);
    if (path === undefined || files.kind(path) !== type) continue;
    const sum = createHash("sha1").update(target);
    for await (const chunk of content) sum.update(chunk);
    if (sum.digest("hex") === files.hash(path)) same.add(path);
  }
  return same;
}
