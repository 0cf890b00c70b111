/**
 * Attributes of files on ext file systems, through `lsattr` and `chattr`.
 */
import type { ExecutionContext } from "@salt/core";
import { pythonStr, SaltInvocationError } from "@salt/core";
import { findProgram } from "../cmd/programs.js";
import { exists } from "./paths.js";

/** Letters to add to and take from a file's attributes. */
export interface AttributeChanges {
  readonly added: string;
  readonly removed: string;
}

/** Attributes letter by letter for each file that `lsattr` shows for a path; undefined without `lsattr`. */
export async function listAttributes(
  path: string,
  context: ExecutionContext,
): Promise<ReadonlyMap<string, readonly string[]> | undefined> {
  if (findProgram("lsattr") === undefined) return undefined;
  if (!exists(path)) throw new SaltInvocationError(`File or directory does not exist: ${path}`);
  const options = { python_shell: false, ignore_retcode: true };
  const output = pythonStr(await context.call("cmd.run", [["lsattr", "--", path]], options));
  const found = new Map<string, readonly string[]>();
  for (const line of output.split("\n")) {
    const fields = /^(\S+)\s+(.*)$/.exec(line);
    if (fields === null || line.startsWith("lsattr: ")) continue;
    found.set(fields[2] ?? "", (fields[1] ?? "").match(/[aAcCdDeijPsStTu]/g) ?? []);
  }
  return found;
}

/** What to change so that a file has just these attributes; undefined where they cannot be told. */
export async function attributeChanges(
  path: string,
  wanted: string,
  context: ExecutionContext,
): Promise<AttributeChanges | undefined> {
  const listed = await listAttributes(path, context);
  if (listed === undefined) return undefined;
  const old = new Set(listed.get(path) ?? []);
  // Extents are the file system's own business.
  const now = new Set([...wanted, ...(old.has("e") ? ["e"] : [])]);
  return {
    added: [...now].filter((letter) => !old.has(letter)).join(""),
    removed: [...old].filter((letter) => !now.has(letter)).join(""),
  };
}

/** Runs `chattr`; false when it printed anything. Throws SaltInvocationError for attributes that are no letters. */
export async function changeAttributes(
  files: readonly string[],
  change: string,
  options: readonly string[],
  context: ExecutionContext,
): Promise<boolean> {
  if (!/^[+-][A-Za-z]+$/.test(change)) {
    throw new SaltInvocationError("Attributes must be letters out of [aAcCdDeijPsStTu]");
  }
  const command = ["chattr", change, ...options, "--", ...files];
  return pythonStr(await context.call("cmd.run", [command], { python_shell: false })) === "";
}
