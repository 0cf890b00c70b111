/**
 * In what a directory differs from what a state wants.
 */
import { relative } from "node:path";
import type { ExecutionContext, MutableDict, Value } from "@salt/core";
import { CommandExecutionError, dict, isDict, pythonStr } from "@salt/core";
import { isDirectory, joinPaths } from "../../execution/file-functions/paths.js";
import type { FileFacts } from "../../execution/file-functions/stat-of.js";
import { factsOf } from "../../execution/file-functions/stat-of.js";
import { requiredPaths } from "./clean-directory.js";
import type { DirectoryRequest, Recursion } from "./directory-request.js";
import { recursionOf } from "./directory-request.js";
import { isChosen } from "./path-patterns.js";
import type { WalkedDirectory } from "./walk.js";
import { walk } from "./walk.js";

/** The differences by path, and what a trial says of them. */
export interface DirectoryPlan {
  readonly result: boolean | null;
  readonly comment: string;
  readonly changes: MutableDict;
}

/** Compares. */
export async function planDirectory(
  request: DirectoryRequest,
  context: ExecutionContext,
): Promise<DirectoryPlan> {
  const { name } = request;
  const changes: MutableDict = new Map();
  const recursion = recursionOf(request);
  if (typeof recursion === "string") return { result: false, comment: recursion, changes };
  const found = recursion !== undefined || request.clean ? [...walk(name, request.max_depth)] : [];
  const wanted = recursion === undefined ? request : wantedBelow(request, recursion);
  if (recursion !== undefined) compareBelow(found, recursion, wanted, changes);
  if (!request.children_only) {
    const own = metaChanges(name, wanted, wanted.dirMode);
    if (own.size > 0) changes.set(name, own);
  }
  if (request.clean) await compareKept(found, request, changes, context);
  if (!isDirectory(name)) changes.set(name, dict({ directory: "new" }));
  if (changes.size === 0)
    return { result: true, comment: `The directory ${name} is in the correct state`, changes };
  return { result: null, comment: `The following files will be changed:\n${linesOf(changes)}`, changes };
}

/** What is wanted of all below the directory: only what `recurse` names. */
export function wantedBelow(request: DirectoryRequest, { kinds }: Recursion): DirectoryRequest {
  return {
    ...request,
    user: kinds.has("user") ? request.user : null,
    group: kinds.has("group") ? request.group : null,
    dirMode: kinds.has("mode") ? request.dirMode : null,
    fileMode: kinds.has("mode") ? request.fileMode : null,
  };
}

function compareBelow(
  found: readonly WalkedDirectory[],
  { files, directories }: Recursion,
  wanted: DirectoryRequest,
  changes: MutableDict,
): void {
  const compare = (path: string, mode: string | null): void => {
    const differing = metaChanges(path, wanted, mode);
    if (differing.size > 0) changes.set(path, differing);
  };
  for (const one of found) {
    if (files) for (const entry of one.files) compare(joinPaths(one.path, entry), wanted.fileMode);
    if (directories) for (const entry of one.directories) compare(joinPaths(one.path, entry), wanted.dirMode);
  }
}

/** In what one path differs. Permissions of links cannot be changed. */
function metaChanges(path: string, wanted: DirectoryRequest, mode: string | null): MutableDict {
  let facts: FileFacts;
  try {
    facts = factsOf(path, wanted.follow_symlinks);
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    return dict({ directory: "new" });
  }
  const { user, group } = wanted;
  const changes: MutableDict = new Map();
  const differs = (value: Value, name: Value, id: number): boolean =>
    value !== null && value !== name && value !== id;
  if (differs(user, facts.user, facts.uid)) changes.set("user", user);
  if (differs(group, facts.group, facts.gid)) changes.set("group", group);
  const hasOwnMode = wanted.follow_symlinks || facts.type !== "link";
  if (mode !== null && mode !== facts.mode && hasOwnMode) changes.set("mode", mode);
  return changes;
}

async function compareKept(
  found: readonly WalkedDirectory[],
  { name, require, exclude_pat }: DirectoryRequest,
  changes: MutableDict,
  context: ExecutionContext,
): Promise<void> {
  const kept = new Set(await requiredPaths(name, require, context));
  for (const { path, files, directories } of found) {
    for (const entry of [...files, ...directories]) {
      const one = joinPaths(path, entry);
      if (!kept.has(one) && isChosen(relative(name, one), null, exclude_pat))
        changes.set(one, dict({ removed: "Removed due to clean" }));
    }
  }
}

function linesOf(changes: MutableDict): string {
  const lines = [...changes].flatMap(([path, differing]) =>
    [...(isDict(differing) ? differing : [])].map(
      ([key, value]) => `${pythonStr(path)}: ${pythonStr(key)} - ${pythonStr(value)}\n`,
    ),
  );
  return lines.join("");
}
