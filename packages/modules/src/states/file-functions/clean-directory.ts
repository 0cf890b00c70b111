/**
 * Removing from a directory what no state put there.
 */
import { isAbsolute, relative } from "node:path";
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { getString, isDict, isList, isTrial, maybe } from "@salt/core";
import { dirName, isDirectory, joinPaths, normPath } from "../../execution/file-functions/paths.js";
import { isChosen } from "./path-patterns.js";
import { recurseSources } from "./recurse-sources.js";
import { stateEnv } from "./saltenv.js";
import { walk } from "./walk.js";

/** The argument that both states with `clean` have. */
export const requireParam = maybe.any(null, "States whose files are kept.");

/** The paths of the files of required states, with all that directories among them hold. */
export async function requiredPaths(
  name: string,
  require: Value,
  context: ExecutionContext,
): Promise<readonly string[]> {
  const { chunk } = context;
  const required = require ?? chunk?.low.get("require") ?? null;
  if (!isList(required) || chunk === undefined) return [];
  const wanted = required.flatMap((one) => (isDict(one) && one.has("file") ? [one.get("file") ?? null] : []));
  const kept: string[] = [];
  for (const low of chunk.chunks) {
    if (wanted.includes(low.get("name") ?? null) || wanted.includes(low.get("__id__") ?? null))
      kept.push(...(await pathsOfState(name, low, context)));
  }
  return kept;
}

async function pathsOfState(name: string, low: Dict, context: ExecutionContext): Promise<readonly string[]> {
  const path = getString(low, "name") ?? "";
  if (!isDirectory(path)) return [path];
  if (!isBelow(path, name)) return [];
  if (low.get("fun") !== "recurse") {
    return [...walk(path)].flatMap((found) => [
      found.path,
      ...[...found.files, ...found.directories].map((entry) => joinPaths(found.path, entry)),
    ]);
  }
  const found = await recurseSources(
    {
      name: path,
      source: getString(low, "source") ?? "",
      saltenv: stateEnv(context),
      keepSymlinks: low.get("keep_symlinks") === true,
      include: low.get("include_pat") ?? null,
      exclude: low.get("exclude_pat") ?? null,
      maxDepth: null,
      includeEmpty: low.get("include_empty") === true,
    },
    context,
  );
  return found.kept;
}

function isBelow(path: string, directory: string): boolean {
  return !relative(directory, path).startsWith("..");
}

/** Removes all but the kept paths and those above them; gives what was, or in a trial would be, removed. */
export async function cleanDirectory(
  root: string,
  kept: readonly string[],
  exclude: Value,
  context: ExecutionContext,
): Promise<readonly string[]> {
  const stays = withParents(root, kept);
  const removed: string[] = [];
  for (const { path, directories, files } of walk(root)) {
    for (const entry of [...directories, ...files]) {
      const found = joinPaths(path, entry);
      if (stays.has(found) || !isChosen(relative(root, found), null, exclude)) continue;
      removed.push(found);
      if (!isTrial(context)) await context.call("file.remove", [found]);
    }
  }
  return removed;
}

function withParents(root: string, kept: readonly string[]): ReadonlySet<string> {
  const stays = new Set([root]);
  for (const path of kept.filter((one) => isAbsolute(one))) {
    for (let at = normPath(path); at !== "/" && !stays.has(at); at = dirName(at)) stays.add(at);
  }
  return stays;
}
