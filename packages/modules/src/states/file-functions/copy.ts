/**
 * Copying files of this machine as `file.copy` does.
 */
import { chmodSync, copyFileSync, cpSync, readdirSync, statSync } from "node:fs";
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { dict, isTrial, isTruthy, pythonStr } from "@salt/core";
import { checkPerms, NO_LABEL } from "../../execution/file-functions/check-perms.js";
import { makeParents } from "../../execution/file-functions/directories.js";
import { hashFile } from "../../execution/file-functions/hash-file.js";
import { changeLinkOwner } from "../../execution/file-functions/ownership.js";
import {
  baseName,
  dirName,
  exists,
  expandUser,
  isDirectory,
  isFile,
  joinPaths,
} from "../../execution/file-functions/paths.js";
import { factsOf } from "../../execution/file-functions/stat-of.js";
import { isSystemError } from "../../execution/file-functions/system-error.js";
import { done, failed, pathOf, planned, requireAbsolute, StateFault } from "./answer.js";
import { mainGroup, minionUser, requireOwners } from "./owners.js";

/** The arguments of `file.copy`. */
export interface CopyRequest {
  readonly name: string;
  readonly source: string;
  readonly force: boolean;
  readonly makedirs: boolean;
  readonly preserve: boolean;
  readonly user: Value;
  readonly owner: Value;
  readonly group: Value;
  readonly mode: Value;
  readonly dir_mode: Value;
  readonly subdir: boolean;
}

interface Facts {
  readonly user: Value;
  readonly group: Value;
  readonly mode: Value;
}

/** Copies, or says what would be copied. Throws StateFault. */
export async function copyState(request: CopyRequest, context: ExecutionContext): Promise<StateAnswer> {
  const source = expandUser(request.source);
  const given = pathOf(request.name, "copy");
  requireAbsolute(given);
  if (!exists(source)) throw new StateFault(given, `Source file "${source}" is not present`);
  const facts = factsWanted(given, source, request, context);
  const name = request.subdir && isDirectory(given) ? joinPaths(given, baseName(source)) : given;
  const isTaken = exists(name);
  const taken = `The target file "${name}" exists and will not be overwritten`;
  if (isTaken && !request.force) return done(given, taken);
  if (isTrial(context)) return planned(given, `File "${source}" is set to be copied to "${name}"`);
  const isSame = isTaken && isFile(name) && (await isSameContent(name, source));
  if (isTaken) await context.call("file.remove", [name], { force: true });
  await requireParent(given, name, request, facts, context);
  const note = isSame ? " - files are identical but force flag is set" : "";
  try {
    if (isDirectory(source)) copyDirectory(source, name, facts);
    else copyOne(source, name);
    const copied = done(given, `Copied "${source}" to "${given}"${note}`, { [name]: source });
    return request.preserve ? copied : await withFacts(name, copied, facts, context);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return failed(given, `Failed to copy "${source}" to "${name}"`);
  }
}

function factsWanted(name: string, source: string, request: CopyRequest, context: ExecutionContext): Facts {
  const found = factsOf(source);
  if (request.preserve) return found;
  const asked = isTruthy(request.user) ? request.user : (request.owner ?? request.user);
  const user = asked ?? minionUser(context);
  const group = request.group ?? mainGroup(user);
  requireOwners(name, user, group, context);
  return { user, group, mode: request.mode ?? found.mode };
}

async function isSameContent(name: string, source: string): Promise<boolean> {
  if (!isFile(source) || statSync(name).size !== statSync(source).size) return false;
  return (await hashFile(name, "sha256")) === (await hashFile(source, "sha256"));
}

async function requireParent(
  given: string,
  name: string,
  request: CopyRequest,
  { user, group, mode }: Facts,
  context: ExecutionContext,
): Promise<void> {
  if (isDirectory(dirName(name))) return;
  if (!request.makedirs) throw new StateFault(given, `The target directory ${dirName(name)} is not present`);
  const searchable = [...pythonStr(mode).slice(-3)].map((digit) =>
    digit === "0" ? digit : Number(digit) | 1,
  );
  await makeParents(name, { user, group, mode: request.dir_mode ?? searchable.join("") }, context);
}

function copyOne(source: string, name: string): void {
  const to = isDirectory(name) ? joinPaths(name, baseName(source)) : name;
  copyFileSync(source, to);
  chmodSync(to, statSync(source).mode & 0o7777);
}

function copyDirectory(source: string, name: string, { user, group }: Facts): void {
  cpSync(source, name, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  for (const entry of readdirSync(name, { recursive: true, encoding: "utf8" }))
    changeLinkOwner(joinPaths(name, entry), user, group);
}

async function withFacts(
  name: string,
  copied: StateAnswer,
  facts: Facts,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const wanted = { ...facts, attrs: null, followLinks: false, label: NO_LABEL };
  const { ret } = await checkPerms(name, dict(copied), wanted, context);
  const isGood = isTruthy(ret.get("result"));
  const comment = isGood ? copied.comment : pythonStr(ret.get("comment") ?? "");
  return { ...copied, changes: ret.get("changes"), result: isGood, comment };
}
