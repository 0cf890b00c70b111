/**
 * The groups of a user in a directory, in the three ways that Salt looks for them.
 */

import type { LdapEntry } from "./ldif.js";
import { valuesOf } from "./ldif.js";
import { filterText, firstValue, renderFilter } from "./names.js";
import type { LdapBind } from "./search.js";
import { searchLdap } from "./search.js";
import type { LdapSettings } from "./settings.js";

/** Names of the groups, each once. */
export async function groupsOf(
  settings: LdapSettings,
  bind: LdapBind,
  username: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const search = (base: string, filter: string, attributes: readonly string[]) =>
    searchLdap(settings, bind, { base, scope: "sub", filter, attributes }, signal);
  return [...new Set(await WAYS[settings.kind](settings, username, search))];
}

type Search = (base: string, filter: string, attributes: readonly string[]) => Promise<readonly LdapEntry[]>;
type Way = (settings: LdapSettings, username: string, search: Search) => Promise<readonly string[]>;

/** Active Directory: the user's entry first, then the groups that have it as a member. */
const activeDirectory: Way = async (settings, username, search) => {
  const { accountAttribute, personType, groupClass, basedn } = settings;
  const user = `(&(${accountAttribute}=${filterText(username)})(objectClass=${personType}))`;
  const [entry] = await search(basedn, user, ["distinguishedName"]);
  if (entry === undefined) return [];
  const groups = `(&(member=${filterText(entry.dn)})(objectClass=${groupClass}))`;
  return commonNames(await search(basedn, groups, ["cn"]));
};

/** FreeIPA: groups whose members have the user's name as their first part. */
const freeIpa: Way = async (settings, username, search) => {
  const { accountAttribute, groupAttribute, groupBase, groupFilter } = settings;
  const found = await search(groupBase, renderFilter(groupFilter, username), [
    accountAttribute,
    groupAttribute,
    "cn",
  ]);
  return found
    .filter((entry) => {
      const members = [...valuesOf(entry, accountAttribute), ...valuesOf(entry, groupAttribute)];
      return members.some((member) => firstValue(member) === username);
    })
    .map(({ dn }) => firstValue(dn));
};

/** Others: groups that list the name, and what the user's own entry lists. */
const posix: Way = async (settings, username, search) => {
  const { accountAttribute, groupAttribute, groupClass, groupBase } = settings;
  const filter = `(&(${accountAttribute}=${filterText(username)})(objectClass=${groupClass}))`;
  const found = await search(groupBase, filter, [accountAttribute, "cn", groupAttribute]);
  const listing = found.filter((entry) => valuesOf(entry, accountAttribute).includes(username));
  const own = found.filter(({ dn }) => firstValue(dn) === username);
  return [
    ...commonNames(listing),
    ...own.flatMap((entry) => valuesOf(entry, groupAttribute).map(firstValue)),
  ];
};

const WAYS: Readonly<Record<LdapSettings["kind"], Way>> = {
  activedirectory: activeDirectory,
  freeipa: freeIpa,
  posix,
};

function commonNames(entries: readonly LdapEntry[]): readonly string[] {
  return entries.flatMap((entry) => valuesOf(entry, "cn").slice(0, 1));
}
