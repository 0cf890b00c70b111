/**
 * Public keys of SSH as they stand in files, one on a line.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { CommandExecutionError, getString, isList, pythonStr } from "@salt/core";
import { digestName } from "../file-functions/hash-file.js";
import { isFile, joinPaths } from "../file-functions/paths.js";
import { expandTokens } from "./paths.js";

/** A key of a file, by its text in base64. */
export interface PublicKey {
  readonly enc: string;
  readonly comment: string;
  readonly options: readonly string[];
  readonly fingerprint: string;
}

const LINE = /^(.*?)\s?((?:sk-)?(?:ssh-|ecds)[\w@.-]+\s.+)$/;
const SHORT_NAMES: Readonly<Record<string, string>> = {
  r: "ssh-rsa",
  rsa: "ssh-rsa",
  d: "ssh-dss",
  dsa: "ssh-dss",
  dss: "ssh-dss",
  e: "ecdsa-sha2-nistp256",
  ecdsa: "ecdsa-sha2-nistp256",
  ed25519: "ssh-ed25519",
};
const KINDS: ReadonlySet<string> = new Set(
  [
    "ssh-rsa ssh-dss ssh-ed25519 rsa-sha2-512 rsa-sha2-256",
    "ecdsa-sha2-nistp521 ecdsa-sha2-nistp384 ecdsa-sha2-nistp256",
    "rsa-sha2-512-cert-v01@openssh.com rsa-sha2-256-cert-v01@openssh.com ssh-rsa-cert-v01@openssh.com",
    "ecdsa-sha2-nistp256-cert-v01@openssh.com ecdsa-sha2-nistp384-cert-v01@openssh.com",
    "ecdsa-sha2-nistp521-cert-v01@openssh.com sk-ecdsa-sha2-nistp256@openssh.com",
    "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com ssh-ed25519-cert-v01@openssh.com",
    "sk-ssh-ed25519@openssh.com sk-ssh-ed25519-cert-v01@openssh.com",
  ].flatMap((names) => names.split(" ")),
);

/** A key as states name it: `[options] kind key [comment]`, or only `key [comment]`. */
export interface NamedKey {
  readonly key: string;
  readonly enc: string | undefined;
  readonly comment: string | undefined;
  readonly options: readonly string[] | undefined;
}

/** Takes the name of a state apart. */
export function namedKey(name: string): NamedKey {
  const [, options = "", whole] = LINE.exec(name) ?? [];
  const words = (whole ?? `- ${name}`).trim().split(/\s+/);
  const [enc = "", key = "", ...comment] = words;
  return {
    key,
    enc: whole === undefined ? undefined : enc,
    comment: comment.length === 0 ? undefined : comment.join(" "),
    options: options === "" ? undefined : options.split(","),
  };
}

/** The kind of a key in full. Throws CommandExecutionError for one that SSH does not have. */
export function fullKind(enc: string): string {
  const kind = SHORT_NAMES[enc] ?? enc;
  if (!KINDS.has(kind)) throw new CommandExecutionError(`Incorrect encryption key type '${enc}'.`);
  return kind;
}

/** The digest of a key as pairs of digits; undefined when it is no base64. Throws CommandExecutionError. */
export function fingerprintOf(key: string, hashType: string | null): string | undefined {
  const kind = (hashType ?? "").toLowerCase() || "sha256";
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(key)) return undefined;
  try {
    const hex = createHash(digestName(kind)).update(Buffer.from(key, "base64")).digest("hex");
    return hex.match(/../g)?.join(":") ?? "";
  } catch (error) {
    throw new CommandExecutionError(`The fingerprint_hash_type ${kind} is not supported.`, { cause: error });
  }
}

/** The line of a key without its comment and options taken apart; undefined when there is none. */
export function keyOfLine(
  line: string,
): { readonly options: string; readonly words: readonly string[] } | undefined {
  const [, options = "", rest] = LINE.exec(line) ?? [];
  const words = rest?.split(/\s+/) ?? [];
  return words.length < 2 ? undefined : { options, words };
}

/** The keys of a file. Throws CommandExecutionError when it cannot be read. */
export function readKeys(file: string, hashType: string | null): ReadonlyMap<string, PublicKey> {
  const found = new Map<string, PublicKey>();
  for (const line of linesOfKeyFile(file)) {
    if (line === "" || line.startsWith("#")) continue;
    const { options = "", words = [] } = keyOfLine(line) ?? {};
    const [enc = "", key = "", ...comment] = words;
    const fingerprint = key === "" ? undefined : fingerprintOf(key, hashType);
    if (fingerprint === undefined) continue;
    const list = options === "" ? [] : options.split(",");
    found.set(key, { enc, comment: comment.join(" "), options: list, fingerprint });
  }
  return found;
}

/** The lines of a file of keys without blanks around them. Throws CommandExecutionError. */
export function linesOfKeyFile(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .map((line) => line.trim());
  } catch (error) {
    throw new CommandExecutionError(`Problem reading ssh key file ${file}`, { cause: error });
  }
}

/** The line for a file. */
export function keyLine(key: string, enc: string, comment: string, options: Value): string {
  const list = isList(options) ? options.map(pythonStr).join(",") : pythonStr(options ?? "");
  return `${list === "" ? "" : `${list} `}${enc} ${key} ${comment}\n`;
}

/** The file with the keys that let others in as an account. Throws CommandExecutionError. */
export async function authorizedKeysFile(
  user: string,
  config: string,
  context: ExecutionContext,
): Promise<string> {
  const home = getString(await context.call("user.info", [user]), "home");
  if (home === undefined) throw new CommandExecutionError(`User '${user}' does not exist`);
  return joinPaths(home, expandTokens(config, user, home));
}

/** The keys that let others in as an account; none when there is no such file or account. */
export async function keysOfAccount(
  user: string,
  config: string,
  hashType: string | null,
  context: ExecutionContext,
): Promise<ReadonlyMap<string, PublicKey> | undefined> {
  let file: string;
  try {
    file = await authorizedKeysFile(user, config, context);
  } catch (error) {
    if (error instanceof CommandExecutionError) return undefined;
    throw error;
  }
  return isFile(file) ? readKeys(file, hashType) : undefined;
}

/** Keys as a function returns them. */
export function shownKeys(keys: ReadonlyMap<string, PublicKey>): Plain {
  return new Map([...keys].map(([key, facts]) => [key, { ...facts }]));
}
