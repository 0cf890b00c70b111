/**
 * Files of known hosts: reading them, asking hosts, and what is done to whole files.
 */
import { chmodSync, chownSync, statSync } from "node:fs";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { isInt, isTruthy } from "@salt/core";
import { splitLines } from "../../text/lines.js";
import { isFile } from "../file-functions/paths.js";
import { plainName, runProgram } from "../program/run-program.js";
import { knownHostsFile, ownerOf } from "./paths.js";
import { fingerprintOf } from "./public-keys.js";

const SSH_PORT = 22;
/** So often a host is asked that says nothing. */
const ATTEMPTS = 5;
/** What functions give that need a host. */
export const NO_HOST = { status: "error", error: "hostname argument required" };

/** A key of a host. */
export interface HostKey {
  readonly hostname: string;
  readonly key: string;
  readonly enc: string;
  readonly fingerprint?: string;
}

/** What a function returns instead of its result. */
export interface Fault {
  readonly status: "error";
  readonly error: string;
}

/** Which keys are asked for. */
export interface Asked {
  readonly user: string | null;
  readonly hostname: Value;
  readonly config: string | null;
  readonly port: Value;
  readonly fingerprint_hash_type: string | null;
}

/** What a host shall be known by. */
export interface WantedHost extends Asked {
  readonly fingerprint: string | null;
  readonly key: string | null;
  readonly enc: Value;
  readonly hash_known_hosts: boolean;
  readonly timeout: Value;
}

/** Whether a port is that of SSH. */
export function isUsualPort(given: Value): boolean {
  return !isTruthy(given) || (isInt(given) && Number(given) === SSH_PORT);
}

/** A host as files of known hosts name it. Throws SaltInvocationError. */
export function hostWord(host: Value, given: Value): string {
  const name = plainName(host, "hostname");
  return isUsualPort(given) ? name : `[${name}]:${plainName(given, "port")}`;
}

/** Keys as functions return them; null for none. */
export function shownHosts(keys: readonly HostKey[]): Plain {
  return keys.length === 0 ? null : keys.map((one) => ({ ...one }));
}

function parseKeys(text: string, kind: string | null): readonly HostKey[] {
  return splitLines(text).flatMap((line) => {
    const [host = "", name = "", key = "", more] = line.trim().split(/\s+/);
    if (line.trim().startsWith("#") || key === "" || more !== undefined) return [];
    const fingerprint = fingerprintOf(key, kind);
    return fingerprint === undefined || fingerprint === ""
      ? []
      : [{ hostname: host, key, enc: name, fingerprint }];
  });
}

/** The keys that are known of a host. */
export async function knownKeys(
  asked: Asked,
  context: ExecutionContext,
): Promise<readonly HostKey[] | Fault> {
  const words = ["ssh-keygen", "-F", hostWord(asked.hostname, asked.port), "-f"];
  const place = await knownHostsFile(asked.config, asked.user, context);
  if ("fault" in place) return { status: "error", error: place.fault };
  const { stdout } = await runProgram([...words, place.file], context);
  return parseKeys(stdout, asked.fingerprint_hash_type);
}

/** The keys that a host shows. */
export async function scan(
  asked: Omit<WantedHost, "user" | "config" | "fingerprint" | "key">,
  context: ExecutionContext,
): Promise<readonly HostKey[]> {
  const words = [
    "ssh-keyscan",
    ...(isTruthy(asked.port) ? ["-p", plainName(asked.port, "port")] : []),
    ...(isTruthy(asked.enc) ? ["-t", plainName(asked.enc, "enc")] : []),
    ...(asked.hash_known_hosts ? ["-H"] : []),
    ...["-T", plainName(asked.timeout, "timeout"), "--", plainName(asked.hostname, "hostname")],
  ];
  let stdout = "";
  for (let attempt = 0; attempt < ATTEMPTS && stdout.trim() === "" && !context.signal.aborted; attempt += 1)
    ({ stdout } = await runProgram(words, context, { ignore_retcode: false }));
  return parseKeys(stdout, asked.fingerprint_hash_type);
}

/** The file of known hosts, which must be there. */
export async function existingFile(
  path: string | null,
  account: string | null,
  context: ExecutionContext,
): Promise<{ readonly file: string } | Fault> {
  const place = await knownHostsFile(path, account, context);
  if ("fault" in place) return { status: "error", error: place.fault };
  if (isFile(place.file)) return place;
  return { status: "error", error: `Known hosts file ${place.file} does not exist` };
}

/** Makes a file the account's. */
export async function giveTo(file: string, account: string | null, context: ExecutionContext): Promise<void> {
  const owner = account ? await ownerOf(account, context) : undefined;
  if (owner !== undefined && process.geteuid?.() === 0) chownSync(file, owner.uid, owner.gid);
}

/** Makes a file not tell the names of hosts. */
export async function hashNames(
  path: string | null,
  account: string | null,
  context: ExecutionContext,
): Promise<Plain> {
  const place = await existingFile(path, account, context);
  if ("status" in place) return { ...place };
  const { mode } = statSync(place.file);
  const words = ["ssh-keygen", "-H", "-f", place.file];
  const comment = await context.call("cmd.run", [words], { python_shell: false });
  chmodSync(place.file, mode & 0o7777);
  await giveTo(place.file, account, context);
  return { status: "updated", comment };
}
