/**
 * Giving what was unpacked to its owners.
 */
import { lchownSync, lstatSync } from "node:fs";
import type { ExecutionContext } from "@salt/core";
import { callDirectly, getDict, isTrial, isTruthy } from "@salt/core";
import { gidOf, uidOf } from "../../execution/file-functions/accounts.js";
import { isDirectory, joinPaths } from "../../execution/file-functions/paths.js";
import { directoryStates } from "../file-functions/directory-states.js";
import type { ArchiveContents } from "./contents.js";
import type { ExtractRequest } from "./request.js";

/** What became of it. */
export interface OwnershipOutcome {
  readonly isUpdated: boolean;
  readonly missing: readonly string[];
  readonly failed: readonly string[];
}

/** Gives it away; a trial only looks. */
export async function enforceOwners(
  request: ExtractRequest,
  contents: ArchiveContents,
  context: ExecutionContext,
): Promise<OwnershipOutcome> {
  const { user, group, directory, enforce_ownership_on: only } = request;
  if (!isTruthy(user) && !isTruthy(group)) return { isUpdated: false, missing: [], failed: [] };
  const isOnlyDirectory = only !== null && isDirectory(only);
  const directories = only === null ? contents.top.dirs : isOnlyDirectory ? [only] : [];
  const files =
    only === null ? [...contents.top.files, ...contents.top.links] : isOnlyDirectory ? [] : [only];
  const [missing, failed]: [string[], string[]] = [[], []];
  let isUpdated = false;
  for (const path of directories.map((one) => joinPaths(directory, one))) {
    if (!isDirectory(path)) {
      if (!isTrial(context)) missing.push(path);
      continue;
    }
    const recurse = [...(isTruthy(user) ? ["user"] : []), ...(isTruthy(group) ? ["group"] : [])];
    const kwargs = new Map(Object.entries({ name: path, user, group, recurse }));
    const answer = await callDirectly("file.directory", directoryStates.directory, [], kwargs, context);
    if ((getDict(answer, "changes")?.size ?? 0) > 0) isUpdated = true;
    if (answer instanceof Map && answer.get("result") === false) failed.push(path);
  }
  for (const path of files.map((one) => joinPaths(directory, one))) {
    const outcome = giveAway(path, request, isTrial(context));
    if (outcome === "missing" && !isTrial(context)) missing.push(path);
    if (outcome === "missing" || outcome === "failed") {
      if (!isTrial(context)) failed.push(path);
    } else if (outcome === "changed") isUpdated = true;
  }
  return { isUpdated, missing, failed };
}

function giveAway(
  path: string,
  { user, group }: ExtractRequest,
  isDry: boolean,
): "same" | "changed" | "missing" | "failed" {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return "missing";
  const uid = isTruthy(user) ? Number(uidOf(user)) : stat.uid;
  const gid = isTruthy(group) ? Number(gidOf(group)) : stat.gid;
  if (uid === stat.uid && gid === stat.gid) return "same";
  try {
    if (!isDry) lchownSync(path, uid, gid);
    return "changed";
  } catch {
    return "failed";
  }
}
