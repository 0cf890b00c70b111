/**
 * Files of SSH below an account's home.
 */
import { chmodSync, chownSync, existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { ExecutionContext } from "@salt/core";
import { CommandExecutionError, get, getString, isInt } from "@salt/core";
import { findProgram } from "../cmd/programs.js";
import { joinPaths } from "../file-functions/paths.js";
import { runProgram } from "../program/run-program.js";

const PRIVATE_FOLDER = 0o700;

/** Puts names in place of `%u`, `%h` and `%%`. Throws CommandExecutionError for other tokens. */
export function expandTokens(path: string, user: string, home: string): string {
  const values: Readonly<Record<string, string>> = { u: user, h: home, "%": "%" };
  return path.replace(/%(.?)/gs, (_whole, token: string) => {
    const value = values[token];
    if (value !== undefined) return value;
    throw new CommandExecutionError(
      token === ""
        ? "AuthorizedKeysFile path: Last character can't be escape character"
        : `AuthorizedKeysFile path: unknown token character "%${token}"`,
    );
  });
}

/** An account that owns files. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** The account; undefined when there is none. */
export async function ownerOf(user: string, context: ExecutionContext): Promise<Owner | undefined> {
  const info = await context.call("user.info", [user]);
  const [uid, gid, home] = [get(info, "uid"), get(info, "gid"), getString(info, "home")];
  if (!isInt(uid) || !isInt(gid) || home === undefined) return undefined;
  return { uid: Number(uid), gid: Number(gid), home };
}

/** The file of known hosts: the account's, or the machine's; or what is wrong. */
export async function knownHostsFile(
  config: string | null,
  user: string | null,
  context: ExecutionContext,
): Promise<{ readonly file: string } | { readonly fault: string }> {
  const hasUser = user !== null && user !== "";
  const path = config || (hasUser ? ".ssh/known_hosts" : "/etc/ssh/ssh_known_hosts");
  if (path.startsWith("/")) return { file: path };
  if (!hasUser) return { fault: "Cannot determine absolute path to file." };
  const owner = await ownerOf(user, context);
  if (owner === undefined) return { fault: `User ${user} does not exist` };
  return { file: joinPaths(owner.home, path) };
}

/** Makes the directory of a file, for its owner alone. */
export async function privateFolder(
  file: string,
  owner: Owner | undefined,
  context: ExecutionContext,
): Promise<void> {
  const folder = dirname(file);
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: true });
  if (owner !== undefined) {
    if (process.geteuid?.() === 0) chownSync(folder, owner.uid, owner.gid);
    chmodSync(folder, PRIVATE_FOLDER);
  }
  await restoreLabel(folder, context);
}

/** Gives a new file the label that SELinux has for its path, where there is SELinux. */
export async function restoreLabel(path: string, context: ExecutionContext): Promise<void> {
  const program = findProgram("restorecon");
  if (program !== undefined) await runProgram([program, "--", path], context);
}
