/**
 * The keys that sources of packages are signed with.
 */
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, isInt, isList, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";
import { findProgram } from "../cmd/programs.js";
import { plainName, plainValue, runProgram } from "../program/run-program.js";

/** The keys that the arguments of `pkg.mod_repo` name. */
export interface KeyRequest {
  /** The file that the line of the source names with signed-by; empty when it names none. */
  readonly signedby: string;
  readonly aptkey: boolean;
  /** Whether apt is told to take the source without a key. */
  readonly isTrusted: boolean;
  readonly saltenv: string;
  readonly kwargs: ReadonlyMap<string, Value>;
}

const KEY_MODE = 0o644;

/** Fetches and keeps keys. Throws CommandExecutionError and SaltInvocationError. */
export async function importKeys(request: KeyRequest, context: ExecutionContext): Promise<void> {
  const { kwargs, signedby } = request;
  const hasAptKey = request.aptkey && findProgram("apt-key") !== undefined;
  if (!hasAptKey && signedby === "" && !request.isTrusted)
    throw new SaltInvocationError("missing 'signedby' option when apt-key is missing");
  const keep = hasAptKey ? addWithAptKey : addToFile;
  if (kwargs.has("keyid")) {
    for (const id of keyIds(kwargs.get("keyid") ?? null)) await receive(id, request, hasAptKey, context);
  } else if (isTruthy(kwargs.get("key_url"))) {
    const url = plainValue(kwargs.get("key_url") ?? "", "key_url");
    const path = await context.call("cp.cache_file", [url, request.saltenv]);
    if (!isTruthy(path)) throw new CommandExecutionError(`Error: file not found: ${url}`);
    await keep(readFileSync(pythonStr(path)), url, signedby, context);
  } else if (isTruthy(kwargs.get("key_text"))) {
    await keep(Buffer.from(pythonStr(kwargs.get("key_text") ?? "")), "key_text", signedby, context);
  }
}

/** Removes a key from those that `apt-key` keeps; gives its id. Throws CommandExecutionError and SaltInvocationError. */
export async function removeKey(keyid: Value, context: ExecutionContext): Promise<string> {
  if (!isTruthy(keyid)) throw new SaltInvocationError("keyid: the id of the key is needed");
  const id = plainName(keyid, "keyid");
  if (findProgram("apt-key") === undefined)
    throw new CommandExecutionError("apt-key is not installed; remove the file of the key instead");
  await runProgram(["apt-key", "del", id], context);
  return id;
}

function keyIds(given: Value): readonly string[] {
  const ids = isList(given) ? given : [given];
  return ids.map((id) => plainName(isInt(id) ? `0x${id.toString(16)}` : id, "keyid"));
}

async function addWithAptKey(
  key: Uint8Array,
  from: string,
  _signedby: string,
  context: ExecutionContext,
): Promise<void> {
  const stdin = Buffer.from(key).toString("latin1");
  const { stdout } = await runProgram(["apt-key", "add", "-"], context, { stdin });
  if (stdout.toUpperCase().startsWith("OK")) return;
  throw new CommandExecutionError(`Error: failed to add key from ${from}`);
}

/** Writes the key where apt looks for it: bare, but for files that end in `.asc`. */
async function addToFile(
  key: Uint8Array,
  from: string,
  signedby: string,
  context: ExecutionContext,
): Promise<void> {
  const path = keyFile(signedby);
  const isArmored = Buffer.from(key).toString("latin1").startsWith("-----BEGIN PGP");
  writeFileSync(path, key, { mode: KEY_MODE });
  if (isArmored && !path.endsWith(".asc")) {
    const bare = `${path}.dearmored`;
    const { retcode } = await runProgram(["gpg", "--yes", "--output", bare, "--dearmor", path], context);
    if (retcode !== 0) throw new CommandExecutionError(`Error: Could not add key: ${from}`);
    renameSync(bare, path);
  }
  chmodSync(path, KEY_MODE);
}

function keyFile(signedby: string): string {
  const path = plainName(signedby, "signed-by");
  if (path.startsWith("/") && existsSync(dirname(path))) return path;
  throw new CommandExecutionError(`Error: Could not add key: there is no directory for ${path}`);
}

async function receive(
  id: string,
  { kwargs, signedby }: KeyRequest,
  hasAptKey: boolean,
  context: ExecutionContext,
): Promise<void> {
  const keyserver = kwargs.get("keyserver");
  if (!isTruthy(keyserver)) throw new SaltInvocationError("both keyserver and keyid options required.");
  const server = plainName(keyserver ?? "", "keyserver");
  if (hasAptKey) {
    const { stdout } = await runProgram(["apt-key", "export", id], context);
    if (stdout.startsWith("-----BEGIN PGP")) return;
  }
  const fetch = ["--keyserver", server, "--recv-keys", id];
  const command = hasAptKey
    ? ["apt-key", "adv", "--batch", ...fetch]
    : ["gpg", "--batch", "--no-default-keyring", "--keyring", keyFile(signedby), ...fetch];
  const { retcode, stderr } = await runProgram(command, context);
  if (retcode !== 0) throw new CommandExecutionError(`Error: key retrieval failed: ${stderr}`);
  if (!hasAptKey) chmodSync(keyFile(signedby), KEY_MODE);
}
