/**
 * Keys that let others in as an account.
 */
import { appendFileSync, chmodSync, chownSync, readFileSync, writeFileSync } from "node:fs";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { CommandExecutionError, isList, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { givenKeywords } from "../../values/keywords.js";
import { isDirectory, isFile } from "../file-functions/paths.js";
import { fileFn } from "../file-functions/system-error.js";
import { plainName, plainValue } from "../program/run-program.js";
import { ownerOf, privateFolder, restoreLabel } from "./paths.js";
import type { PublicKey } from "./public-keys.js";
import {
  authorizedKeysFile,
  fingerprintOf,
  fullKind,
  keyLine,
  keyOfLine,
  keysOfAccount,
  linesOfKeyFile,
  readKeys,
  shownKeys,
} from "./public-keys.js";

const user = needed.str("The account.");
const key = needed.str("The key in base64.");
const config = maybe.str(".ssh/authorized_keys", "The file; `%u` and `%h` are the account and its home.");
const hashType = maybe.str(null, "The digest of fingerprints: sha256 when not given.");
const source = needed.str("A file of the master with keys.");
const saltenv = maybe.str("base", "The environment of the file server.");
const USUAL = ".ssh/authorized_keys";

/** The functions, by name. */
export const keyFunctions = {
  auth_keys: fileFn({
    doc: "The keys that let others in as an account, a list of them, or all.",
    examples: ["salt '*' ssh.auth_keys root", "salt '*' ssh.auth_keys '[root, daemon]'"],
    params: {
      user: maybe.any(null, "The account, or a list of them."),
      config,
      fingerprint_hash_type: hashType,
    },
    run: async (args, context): Promise<Plain> => {
      const given = isTruthy(args.user) ? args.user : await context.call("user.list_users");
      const found = new Map<string, Plain>();
      for (const account of isList(given) ? given : [given]) {
        const name = plainName(account, "user");
        const keys = await keysOfAccount(name, args.config ?? USUAL, args.fingerprint_hash_type, context);
        if (keys !== undefined) found.set(name, shownKeys(keys));
      }
      return isList(given) ? found : (found.get(pythonStr(given)) ?? {});
    },
  }),
  check_key: fileFn({
    doc: "What has to be done so that a key lets others in: `add`, `update`, or `exists`.",
    examples: ["salt '*' ssh.check_key root AAAAB3Nz ssh-rsa me@host '[]'"],
    params: {
      user,
      key,
      enc: needed.str("The kind of the key."),
      comment: needed.any("The comment."),
      options: needed.any("Options, a list."),
      config,
      cache_keys: maybe.any(null, "Has no meaning, here as in Salt."),
      fingerprint_hash_type: hashType,
    },
    run: (args, context) => stateOfKey(args, context),
  }),
  check_key_file: fileFn({
    doc: "What has to be done for each key of a file.",
    examples: ["salt '*' ssh.check_key_file root salt://ssh/keyfile"],
    params: { user, source, config, saltenv, fingerprint_hash_type: hashType },
    run: async (args, context): Promise<Plain> => {
      const file = await context.call("cp.cache_file", [args.source, args.saltenv]);
      if (typeof file !== "string" || file === "") return {};
      const found = new Map<string, string>();
      for (const [one, facts] of readKeys(file, args.fingerprint_hash_type))
        found.set(one, await stateOfKey({ ...args, ...facts, key: one }, context));
      if (found.size === 0) noKeys(args.source, context);
      return found;
    },
  }),
  set_auth_key: fileFn({
    doc: "Lets others in by a key: `new`, `replace`, `no change`, or what is wrong.",
    examples: ["salt '*' ssh.set_auth_key myuser AAAAB3Nz enc=dsa"],
    params: {
      user,
      key,
      enc: maybe.str("ssh-rsa", "The kind of the key."),
      comment: maybe.any("", "A comment."),
      options: maybe.any(null, "Options, a list."),
      config,
      cache_keys: maybe.any(null, "Has no meaning, here as in Salt."),
      fingerprint_hash_type: hashType,
    },
    run: (args, context) => setKey({ ...args, enc: args.enc ?? "ssh-rsa" }, context),
  }),
  set_auth_key_from_file: fileFn({
    doc: "Lets others in by the keys of a file.",
    examples: ["salt '*' ssh.set_auth_key_from_file root salt://ssh_keys/jeff.id_rsa.pub"],
    params: { user, source, config, saltenv, fingerprint_hash_type: hashType },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      const given = givenKeywords(kwargs).get("options") ?? null;
      const done: string[] = [];
      for (const [one, facts] of await keysOfSource(args, context)) {
        const options = isTruthy(given) ? given : facts.options;
        done.push(await setKey({ ...args, ...facts, options, key: one }, context));
      }
      if (done.length === 0) return noKeys(args.source, context);
      return ["fail", "replace", "new"].find((word) => done.includes(word)) ?? "no change";
    },
  }),
  rm_auth_key: fileFn({
    doc: "Lets others in by a key no more.",
    examples: ["salt '*' ssh.rm_auth_key root AAAAB3Nz"],
    params: { user, key, config, fingerprint_hash_type: hashType },
    run: (args, context) => removeKey(args, args.key, context),
  }),
  rm_auth_key_from_file: fileFn({
    doc: "Lets others in by the keys of a file no more.",
    examples: ["salt '*' ssh.rm_auth_key_from_file root salt://ssh_keys/jeff.id_rsa.pub"],
    params: { user, source, config, saltenv, fingerprint_hash_type: hashType },
    run: async (args, context) => {
      const done: string[] = [];
      for (const one of (await keysOfSource(args, context)).keys())
        done.push(await removeKey(args, one, context));
      if (done.length === 0) return noKeys(args.source, context);
      return ["Key not removed", "Key removed"].find((word) => done.includes(word)) ?? "Key not present";
    },
  }),
} as const;

interface Account {
  readonly user: string;
  readonly config: string | null;
  readonly fingerprint_hash_type: string | null;
}

interface WantedKey extends Account {
  readonly key: string;
  readonly enc: string;
  readonly comment: Value;
  readonly options: Value;
}

async function keysOfSource(
  args: Account & { readonly source: string; readonly saltenv: string | null },
  context: ExecutionContext,
): Promise<ReadonlyMap<string, PublicKey>> {
  const file = await context.call("cp.cache_file", [args.source, args.saltenv]);
  if (typeof file !== "string" || !isFile(file))
    throw new CommandExecutionError("Failed to pull key file from salt file server");
  return readKeys(file, args.fingerprint_hash_type);
}

function noKeys(source: string, context: ExecutionContext): string {
  const fault = `No keys detected in ${source}. Is file properly formatted?`;
  context.log.error({ source }, "the file has no keys in the form of SSH");
  context.memory.set("ssh_auth.error", fault);
  return "fail";
}

async function stateOfKey(wanted: WantedKey, context: ExecutionContext): Promise<string> {
  const enc = fullKind(wanted.enc);
  const account = plainName(wanted.user, "user");
  const keys = await keysOfAccount(account, wanted.config ?? USUAL, wanted.fingerprint_hash_type, context);
  const old = keys?.get(wanted.key);
  if (old === undefined) return "add";
  const line = keyLine(wanted.key, enc, pythonStr(wanted.comment), wanted.options);
  return keyLine(wanted.key, old.enc, old.comment, old.options) === line ? "exists" : "update";
}

async function setKey(wanted: WantedKey, context: ExecutionContext): Promise<string> {
  if (wanted.key.trim().split(/\s+/).length > 1) return "invalid";
  const enc = fullKind(wanted.enc);
  const comment = plainValue(wanted.comment, "comment");
  const line = keyLine(wanted.key, enc, comment, wanted.options);
  plainValue(line.slice(0, -1), "options");
  const owner = await ownerOf(plainName(wanted.user, "user"), context);
  if (owner === undefined) return "fail";
  if (fingerprintOf(wanted.key, wanted.fingerprint_hash_type) === undefined) return "Invalid public key";
  const state = await stateOfKey(wanted, context);
  if (state === "exists") return "no change";
  const file = await authorizedKeysFile(wanted.user, wanted.config ?? USUAL, context);
  if (state === "update") {
    replaceKey(file, wanted.key, line);
    return "replace";
  }
  if (file.startsWith(owner.home) && !isDirectory(owner.home)) return "fail";
  const isNew = !isFile(file);
  await privateFolder(file, owner, context);
  const old = isNew ? "" : readFileSync(file, "utf8");
  appendFileSync(file, old === "" || old.endsWith("\n") ? line : `\n${line}`, { mode: 0o600 });
  if (isNew) {
    if (process.geteuid?.() === 0) chownSync(file, owner.uid, owner.gid);
    chmodSync(file, 0o600);
    await restoreLabel(file, context);
  }
  return "new";
}

function replaceKey(file: string, wanted: string, line: string): void {
  const lines = linesOfKeyFile(file).filter((one) => one !== "");
  const changed = lines.map((one) =>
    !one.startsWith("#") && keyOfLine(one)?.words[1] === wanted ? line : `${one}\n`,
  );
  writeFileSync(file, changed.join(""));
}

async function removeKey(args: Account, wanted: string, context: ExecutionContext): Promise<string> {
  const account = plainName(args.user, "user");
  const keys = await keysOfAccount(account, args.config ?? USUAL, args.fingerprint_hash_type, context);
  if (keys === undefined || !keys.has(wanted)) return "Key not present";
  const file = await authorizedKeysFile(account, args.config ?? USUAL, context);
  const lines = linesOfKeyFile(file).filter((line) => line.startsWith("#") || keyOfLine(line) !== undefined);
  const rest = lines.filter((line) => line.startsWith("#") || keyOfLine(line)?.words[1] !== wanted);
  writeFileSync(file, rest.map((line) => `${line}\n`).join(""));
  return "Key removed";
}
