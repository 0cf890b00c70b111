/**
 * Finding a user in a directory, and letting the directory check the password.
 */
import type { Logger, NameAndPassword } from "@salt/core";
import { renderFilter, renderName } from "./names.js";
import type { LdapBind } from "./search.js";
import { canBind, searchLdap } from "./search.js";
import type { LdapSettings } from "./settings.js";

/** What is needed of a context. */
export interface LdapContext {
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Whether the directory takes the password of the user. */
export async function authenticate(
  settings: LdapSettings,
  { username, password }: NameAndPassword,
  context: LdapContext,
): Promise<boolean> {
  if (username === "" || password === "" || password.includes("\0")) return false;
  const dn = await nameOf(settings, username, context);
  return dn !== undefined && (await canBind(settings, { dn, password }, context.signal));
}

/** Who searches for groups: the account for searches, or else the user. */
export async function searcher(
  settings: LdapSettings,
  { username, password }: NameAndPassword,
  context: LdapContext,
): Promise<LdapBind | undefined> {
  if (settings.bindpw !== "") return { dn: settings.binddn, password: settings.bindpw };
  const dn = await nameOf(settings, username, context);
  return dn === undefined ? undefined : { dn, password };
}

/** The distinguished name of a user: by a search, or by the template for it. */
async function nameOf(
  settings: LdapSettings,
  username: string,
  { log, signal }: LdapContext,
): Promise<string | undefined> {
  const { binddn, bindpw, basedn, scope, filter } = settings;
  if (bindpw === "") return renderName(binddn, username);
  const bind = { dn: binddn, password: bindpw };
  const search = { base: basedn, scope, filter: renderFilter(filter, username), attributes: [] };
  const found = await searchLdap(settings, bind, search, signal);
  if (found.length === 1) return found[0]?.dn;
  log.info({ user: username, found: found.length }, "The directory has not exactly one entry for a user");
  return undefined;
}
