/**
 * Local keys: a secret file for each account that may send jobs, made anew at every start.
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { chmodSync, chownSync, lstatSync, rmSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import type { Logger, MasterConfig } from "@salt/core";
import { ensurePrivateDir, errorText, writeFileAtomic } from "@salt/core";
import { StartError } from "../errors.js";
import { localAccounts, uidOf } from "../keys/accounts.js";
import { compileExpression } from "./expression.js";

/** The options that say which accounts get a key. */
export type LocalKeysConfig = Pick<
  MasterConfig,
  "cachedir" | "user" | "publisher_acl" | "client_acl_verify" | "external_auth"
>;

/** Characters of a key: 57 random bytes in base64, as clients of the reference expect. */
const KEY_BYTES = 57;

/** The keys handed out to accounts of this machine. */
export class LocalKeys {
  readonly #digests: ReadonlyMap<string, Buffer>;

  constructor(keys: ReadonlyMap<string, string>) {
    this.#digests = new Map([...keys].map(([user, key]) => [user, digest(key)]));
  }

  /** The account that a key was handed out to. Takes the same time whatever the key. */
  ownerOf(key: string): string | undefined {
    const presented = digest(key);
    let owner: string | undefined;
    for (const [user, expected] of this.#digests) if (timingSafeEqual(expected, presented)) owner = user;
    return owner;
  }
}

function digest(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

/** Makes the key files. Accounts that cannot be served are logged and get none. */
export function makeLocalKeys(config: LocalKeysConfig, log: Logger): LocalKeys {
  const shared = config.publisher_acl.size > 0 || config.external_auth.size > 0;
  // Other accounts must be able to reach their own key file, and nothing else.
  ensurePrivateDir(config.cachedir, shared ? 0o711 : 0o700);
  const keys = new Map<string, string>();
  for (const user of accountsWithKeys(config)) {
    const key = writeKey(config, user, log);
    if (key !== undefined) keys.set(user, key);
  }
  return new LocalKeys(keys);
}

/** The master's own account, and those that the access list names, also by patterns. */
function accountsWithKeys(config: LocalKeysConfig): ReadonlySet<string> {
  const rows = [...config.publisher_acl.keys()].filter((row) => typeof row === "string");
  const users = new Set([config.user, ...rows.filter((row) => /^[\w.-]+$/.test(row))]);
  if (config.client_acl_verify && rows.length > 0) {
    const tests = rows.map(compileExpression);
    for (const { name } of localAccounts()) if (tests.some((test) => test(name))) users.add(name);
  }
  return users;
}

function writeKey(config: LocalKeysConfig, user: string, log: Logger): string | undefined {
  const path = join(config.cachedir, `.${user.replaceAll(/[\\/]/g, "_")}_key`);
  const key = randomBytes(KEY_BYTES).toString("base64");
  try {
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) rmSync(path);
    writeFileAtomic(path, key, { mode: 0o600 });
    if (user !== config.user && user !== userInfo().username) giveTo(path, user);
    chmodSync(path, 0o400);
    return key;
  } catch (error) {
    rmSync(path, { force: true });
    log.warn({ user, error: errorText(error) }, "An account of publisher_acl gets no key");
    if (user === config.user) throw error;
    return undefined;
  }
}

function giveTo(path: string, user: string): void {
  const uid = uidOf(user);
  if (uid === undefined) throw new StartError(`there is no account ${user} on this machine`);
  if (statSync(path).uid !== uid) chownSync(path, uid, -1);
}
