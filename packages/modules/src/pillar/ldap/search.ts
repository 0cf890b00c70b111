/**
 * One search that the file of `pillar_ldap` describes.
 */
import type { Dict, ExecutionContext } from "@salt/core";
import { isInt, isList, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";
import type { LdapEntry, LdapPlace } from "../../drivers/ldap.js";
import { searchLdap } from "../../drivers/ldap.js";

const SCOPES = ["base", "one", "sub"] as const;
const EVERYTHING_BELOW = 2;

/** What is found. Throws SaltInvocationError for a description that lacks something, CommandExecutionError. */
export async function entriesFor(source: Dict, context: ExecutionContext): Promise<readonly LdapEntry[]> {
  const filter = source.get("filter") ?? null;
  if (filter === null) throw new SaltInvocationError("missing filter");
  const scope = source.get("scope") ?? EVERYTHING_BELOW;
  const named = SCOPES[isInt(scope) || typeof scope === "string" ? Number(scope) : -1];
  if (named === undefined) throw new SaltInvocationError("pillar_ldap: scope has to be 0, 1 or 2");
  const key = textOf(source, "dict_key_attr");
  const wanted = [
    ...namesOf(source, "lists"),
    ...namesOf(source, "attrs"),
    ...(key === undefined ? [] : [key]),
  ];
  const search = {
    base: textOf(source, "dn") ?? "",
    scope: named,
    filter: pythonStr(filter),
    attributes: wanted.filter((name) => name !== "dn"),
  };
  return await searchLdap(placeOf(source), search, context.opts);
}

/** The texts of a list of the description. */
export function namesOf(source: Dict, name: string): readonly string[] {
  const value = source.get(name) ?? null;
  return isList(value) ? value.map((one) => pythonStr(one)) : [];
}

/** A text of the description; undefined when it is missing or empty. */
export function textOf(source: Dict, name: string): string | undefined {
  const value = source.get(name) ?? null;
  return isTruthy(value) ? pythonStr(value) : undefined;
}

function placeOf(source: Dict): LdapPlace {
  const server = textOf(source, "server") ?? "localhost";
  const isUrl = /^ldaps?:\/\//.test(server);
  const url = isUrl ? server : `ldap://${server}:${textOf(source, "port") ?? "389"}`;
  if (!URL.canParse(url))
    throw new SaltInvocationError("pillar_ldap: the server has no name that can be used");
  const [dn, password] = [textOf(source, "binddn"), textOf(source, "bindpw")];
  const bind = dn === undefined || password === undefined ? {} : { bind: { dn, password } };
  return { url, tls: isTruthy(source.get("tls") ?? null), ...bind };
}
