/**
 * Checksums of archives that were unpacked, kept in the minion's cache below `archive_hash` as Salt keeps them.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import type { ExecutionContext } from "@salt/core";
import { getString, writeFileAtomic } from "@salt/core";
import { hashFile } from "../../execution/file-functions/hash-file.js";
import { dirName, joinPaths } from "../../execution/file-functions/paths.js";

function placeOf(archive: string, { opts }: ExecutionContext): string {
  const cache = getString(opts, "cachedir") ?? "/var/cache/salt/minion";
  const below = `${relative(cache, archive)}.hash`;
  const name = below.startsWith("../") ? `local/${archive.replace(/^\/+/, "")}` : below;
  return joinPaths(cache, "archive_hash", name);
}

function linesAt(place: string): readonly (readonly [kind: string, sum: string])[] {
  try {
    const lines = readFileSync(place, "utf8").split("\n");
    return lines
      .filter((line) => line.includes(":"))
      .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]);
  } catch {
    return [];
  }
}

/** The kind of checksum that the minion uses. */
function usualKind({ opts }: ExecutionContext): string {
  return getString(opts, "hash_type") ?? "sha256";
}

/** The checksum that an archive had when it was last unpacked; undefined when none was kept. */
export function keptSum(archive: string, context: ExecutionContext): string | undefined {
  return linesAt(placeOf(archive, context)).find(([kind]) => kind === usualKind(context))?.[1];
}

/** Keeps the checksum that an archive has now. */
export async function keepSum(archive: string, context: ExecutionContext): Promise<void> {
  const place = placeOf(archive, context);
  const kind = usualKind(context);
  const sum = await hashFile(archive, kind);
  const others = linesAt(place).filter(([other]) => other !== kind);
  mkdirSync(dirName(place), { recursive: true });
  await writeFileAtomic(place, [...others, [kind, sum]].map((line) => `${line.join(":")}\n`).join(""));
}
