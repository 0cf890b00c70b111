/**
 * Making directories with owner and permissions.
 */
import { mkdirSync } from "node:fs";
import type { ExecutionContext, Value } from "@salt/core";
import { isTruthy, pythonStr, SaltInvocationError } from "@salt/core";
import { PythonError } from "../../values/python-error.js";
import { checkPerms, NO_LABEL } from "./check-perms.js";
import { normalizeMode } from "./ownership.js";
import { dirName, exists, expandUser, isDirectory, normPath } from "./paths.js";
import { isSystemError } from "./system-error.js";

/** Who is to own what is made, and with which permissions. */
export interface Owners {
  readonly user: Value;
  readonly group: Value;
  readonly mode: Value;
}

/** Makes a directory and those above it that are missing. Throws the system's error when it is there already. */
export async function makeDirectory(
  directory: string,
  owners: Owners,
  context: ExecutionContext,
): Promise<void> {
  const path = directory.length > 1 ? directory.replace(/\/+$/, "") : directory;
  const parent = dirName(path);
  if (parent !== "" && !exists(parent)) {
    try {
      await makeDirectory(parent, owners, context);
    } catch (error) {
      if (!isSystemError(error) || error.code !== "EEXIST") throw error;
    }
  }
  mkdirSync(path, 0o777);
  await setOwners(path, owners, context);
}

/** Gives owner and permissions to what was made; the digits of the mode must be digits. */
export async function setOwners(path: string, owners: Owners, context: ExecutionContext): Promise<void> {
  const digits = isTruthy(owners.mode) ? pythonStr(owners.mode) : null;
  if (digits !== null && !/^\d+$/.test(digits))
    throw new PythonError("ValueError", `invalid literal for int() with base 10: '${digits}'`);
  const mode = digits === null ? null : Number(digits);
  const wanted = { ...owners, mode, attrs: null, followLinks: false, label: NO_LABEL };
  await checkPerms(path, null, wanted, context);
}

/** Makes the directories above a path. Gives a sentence when there was nothing to do, else null. */
export async function makeParents(
  given: string,
  owners: Owners,
  context: ExecutionContext,
): Promise<string | null> {
  const parent = normPath(dirName(expandUser(given)));
  if (isDirectory(parent)) return `Directory '${parent}' already exists`;
  if (exists(parent)) return `The path '${parent}' already exists and is not a directory`;
  const missing: string[] = [];
  for (let at = parent; !isDirectory(at); at = dirName(at)) {
    if (dirName(at) === at) {
      throw new SaltInvocationError(
        `Recursive creation for path '${at}' would result in an infinite loop. Please use an absolute path.`,
      );
    }
    missing.unshift(at);
  }
  const mode = isTruthy(owners.mode) ? normalizeMode(owners.mode) : owners.mode;
  for (const path of missing) {
    const directory = normPath(path);
    if (!isDirectory(directory)) await makeDirectory(directory, { ...owners, mode }, context);
  }
  return null;
}
