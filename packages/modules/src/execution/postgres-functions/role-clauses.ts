/**
 * What follows CREATE ROLE and ALTER ROLE.
 */
import type { Value } from "@salt/core";
import { isInt, isList, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";
import { identifier, literal } from "./names.js";
import { DEFAULT_METHOD, storedPassword } from "./passwords.js";

/** How a role comes to be: users may log in unless told otherwise, groups may not. */
export type RoleKind = "user" | "group" | "role";

/** What a role is to be; null leaves it as it is. */
export interface RoleWishes {
  readonly createdb: Value;
  readonly createroles: Value;
  readonly inherit: Value;
  readonly login: Value;
  readonly connlimit: Value;
  /** How the password is kept: `md5`, `scram-sha-256`, true or false. */
  readonly encrypted: Value;
  readonly superuser: Value;
  readonly replication: Value;
  readonly rolepassword: Value;
  readonly valid_until: Value;
  /** Roles that it becomes a member of: a list, or names with commas between. */
  readonly groups: Value;
}

/** The clauses in Salt's order, each with a space before it, and grants after them. Throws SaltInvocationError. */
export async function roleClauses(
  name: string,
  wishes: RoleWishes,
  { kind, isSuperuser }: { readonly kind: RoleKind; readonly isSuperuser: boolean | undefined },
): Promise<string> {
  const inherit = wishes.inherit ?? (kind === "role" ? null : true);
  const login = wishes.login ?? (kind === "role" ? null : kind === "user");
  // Only a superuser may name this flag, even when nothing changes.
  const superuser = isTruthy(wishes.superuser) === isSuperuser ? null : wishes.superuser;
  const clauses = [
    ...flag("INHERIT", inherit),
    ...flag("CREATEDB", wishes.createdb),
    ...flag("CREATEROLE", wishes.createroles),
    ...flag("SUPERUSER", superuser),
    ...flag("REPLICATION", wishes.replication),
    ...flag("LOGIN", login),
    ...limit(wishes.connlimit),
    ...(await passwordClauses(name, wishes)),
    ...(isTruthy(wishes.valid_until) ? [`VALID UNTIL ${literal(wishes.valid_until)}`] : []),
  ];
  const grants = groupNames(wishes.groups).map(
    (group) => `; GRANT ${identifier(group)} TO ${identifier(name)}`,
  );
  return `${clauses.map((clause) => ` ${clause}`).join("")}${grants.join("")}`;
}

/** The names of groups in a list, or in a text with commas. */
function groupNames(groups: Value): readonly string[] {
  if (!isTruthy(groups)) return [];
  return isList(groups) ? groups.map(pythonStr) : pythonStr(groups).split(",");
}

function flag(word: string, wish: Value): readonly string[] {
  if (wish === null) return [];
  return [isTruthy(wish) ? word : `NO${word}`];
}

function limit(wish: Value): readonly string[] {
  if (wish === null) return [];
  const count = typeof wish === "string" && /^-?\d+$/.test(wish) ? Number(wish) : wish;
  if (!isInt(count)) throw new SaltInvocationError("connlimit must be a whole number");
  return [`CONNECTION LIMIT ${count}`];
}

/** Only a text that is not empty is a password. Servers since version 10 refuse the word UNENCRYPTED. */
async function passwordClauses(name: string, wishes: RoleWishes): Promise<readonly string[]> {
  const { rolepassword } = wishes;
  if (typeof rolepassword === "boolean")
    throw new SaltInvocationError("rolepassword must be a text, not true or false");
  if (typeof rolepassword !== "string" || rolepassword === "") return [];
  const method = wishes.encrypted ?? DEFAULT_METHOD;
  const stored = await storedPassword(name, rolepassword, method);
  return [isTruthy(method) ? "ENCRYPTED" : "UNENCRYPTED", `PASSWORD ${literal(stored)}`];
}
