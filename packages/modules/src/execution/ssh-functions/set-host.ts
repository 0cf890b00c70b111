/**
 * Making a host known to SSH.
 */
import { appendFileSync, chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import type { ExecutionContext, Plain } from "@salt/core";
import { isTruthy, pythonStr } from "@salt/core";
import { linesOf, splitLines } from "../../text/lines.js";
import { isFile } from "../file-functions/paths.js";
import { plainName, runProgram } from "../program/run-program.js";
import type { Fault, HostKey, WantedHost } from "./known-hosts.js";
import { giveTo, hostWord, isUsualPort, knownKeys, NO_HOST, scan, shownHosts } from "./known-hosts.js";
import { knownHostsFile, ownerOf, privateFolder } from "./paths.js";

/** Makes a host known. */
export async function setHost(wanted: WantedHost, context: ExecutionContext): Promise<Plain> {
  if (!isTruthy(wanted.hostname)) return NO_HOST;
  if (wanted.port !== null && !isUsualPort(wanted.port) && wanted.hash_known_hosts) {
    const fault = "argument port can not be used in conjunction with argument hash_known_hosts";
    return { status: "error", error: fault };
  }
  const stored = await knownKeys(wanted, context);
  if ("status" in stored) return { ...stored };
  const keys = stored.filter((one) => wanted.enc === null || one.enc === wanted.enc).map((one) => one.key);
  const isKnown =
    stored.length > 0 &&
    (!wanted.fingerprint || stored.some((one) => one.fingerprint === wanted.fingerprint)) &&
    (!wanted.key || keys.includes(wanted.key));
  const isOpen = wanted.key === null && wanted.fingerprint === null;
  if (isKnown && !isOpen) return { status: "exists", keys };
  const fresh = await keysFor(wanted, context);
  if ("status" in fresh) return { ...fresh };
  const isSame =
    fresh.every((one) => keys.includes(one.key)) &&
    new Set(fresh.map((one) => one.key)).size === new Set(keys).size;
  if (isKnown && !wanted.key && isSame) return { status: "exists", keys };
  const fault = await writeHost(wanted, fresh, context);
  return fault === undefined
    ? { status: "updated", old: shownHosts(stored), new: shownHosts(fresh) }
    : { ...fault };
}

async function keysFor(wanted: WantedHost, context: ExecutionContext): Promise<readonly HostKey[] | Fault> {
  const host = plainName(wanted.hostname, "hostname");
  if (wanted.key)
    return [
      { hostname: host, enc: plainName(wanted.enc ?? "None", "enc"), key: plainName(wanted.key, "key") },
    ];
  const found = await scan(wanted, context);
  if (found.length === 0) return { status: "error", error: "Unable to receive remote host keys" };
  if (wanted.fingerprint && !found.some((one) => one.fingerprint === wanted.fingerprint)) {
    const error =
      "Remote host public keys found but none of their fingerprints match the one you have provided";
    return { status: "error", error };
  }
  return found;
}

async function writeHost(
  wanted: WantedHost,
  keys: readonly HostKey[],
  context: ExecutionContext,
): Promise<Fault | undefined> {
  const place = await knownHostsFile(wanted.config, wanted.user, context);
  if ("fault" in place) return { status: "error", error: place.fault };
  const { file } = place;
  const mode = isFile(file) ? statSync(file).mode & 0o7777 : 0o600;
  if (isFile(file)) await dropLines(file, wanted, context);
  const owner = wanted.user ? await ownerOf(wanted.user, context) : undefined;
  await privateFolder(file, owner, context);
  const isPlain = wanted.hash_known_hosts || isUsualPort(wanted.port);
  const lines = keys.map(({ hostname: host, enc: kind, key }) => {
    const name = isPlain || host.includes(":") ? host : `[${host}]:${pythonStr(wanted.port)}`;
    return `${name} ${kind} ${key}\n`;
  });
  appendFileSync(file, lines.join(""));
  await giveTo(file, wanted.user, context);
  chmodSync(file, mode);
  if (wanted.key && wanted.hash_known_hosts)
    await context.call("ssh.hash_known_hosts", [], { user: wanted.user, config: file });
  return undefined;
}

/** Removes the lines of a host, by the numbers that ssh-keygen gives. */
async function dropLines(file: string, wanted: WantedHost, context: ExecutionContext): Promise<void> {
  const command = ["ssh-keygen", "-F", hostWord(wanted.hostname, wanted.port), "-f", file];
  const found = splitLines((await runProgram(command, context)).stdout);
  const numbers = new Set<number>();
  for (let at = 0; at + 1 < found.length; at += 2) {
    const kind = found[at + 1]?.trim().split(/\s+/).at(-2);
    if (wanted.enc === null || kind === wanted.enc)
      numbers.add(Number(found[at]?.trim().split(/\s+/).at(-1)));
  }
  const rest = linesOf(readFileSync(file, "utf8")).filter((_line, index) => !numbers.has(index + 1));
  writeFileSync(file, rest.join(""));
}
