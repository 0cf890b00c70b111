/**
 * Roles of a server: reading them, making them, changing them.
 */
import type { ExecutionContext, MutableDict, Value } from "@salt/core";
import { csvRows } from "../../text/csv.js";
import type { Login } from "./login.js";
import { identifier } from "./names.js";
import type { PgRow } from "./psql.js";
import { queryRows, runPrivately, runSql } from "./psql.js";
import type { RoleKind, RoleWishes } from "./role-clauses.js";
import { roleClauses } from "./role-clauses.js";
import { serverVersion, versionAtLeast } from "./version.js";

/** Columns that are yes or no; `connections` is among them in real Salt too, and so always unknown. */
const FLAGS = [
  "superuser",
  "inherits privileges",
  "can create roles",
  "can create databases",
  "can update system catalogs",
  "can login",
  "replication",
  "connections",
];

/** Facts of each role by its name; undefined when the server does not answer. */
export async function readRoles(
  login: Login,
  context: ExecutionContext,
  withPassword: boolean,
): Promise<ReadonlyMap<string, MutableDict> | undefined> {
  const version = await serverVersion(login, context);
  if (version === "") return undefined;
  const rows = await queryRows(roleQuery(version, withPassword), login, context);
  return new Map(rows.map((row) => [row.get("name") ?? "", roleFacts(row, withPassword)]));
}

/** The facts of one role; undefined when it is not there. */
export async function readRole(
  name: string,
  login: Login,
  context: ExecutionContext,
  withPassword = false,
): Promise<MutableDict | undefined> {
  return (await readRoles(login, context, withPassword))?.get(name);
}

/** Makes a role; false when it is there or the server refuses. */
export async function createRole(
  name: string,
  kind: RoleKind,
  wishes: RoleWishes,
  login: Login,
  context: ExecutionContext,
): Promise<boolean> {
  if ((await readRole(name, login, context)) !== undefined) {
    context.log.info({ name }, "The role exists already");
    return false;
  }
  const clauses = await roleClauses(name, wishes, { kind, isSuperuser: undefined });
  const sql = `CREATE ROLE ${identifier(name)} WITH${clauses}`;
  return (await runPrivately(sql, login, context)).retcode === 0;
}

/** Changes a role; false when it is not there or the server refuses. */
export async function updateRole(
  name: string,
  wishes: RoleWishes,
  login: Login,
  context: ExecutionContext,
): Promise<boolean> {
  const role = await readRole(name, login, context);
  if (role === undefined) {
    context.log.info({ name }, "The role could not be found");
    return false;
  }
  const isSuperuser = role.get("superuser") === true;
  const clauses = await roleClauses(name, wishes, { kind: "role", isSuperuser });
  const sql = `ALTER ROLE ${identifier(name)} WITH${clauses}`;
  return (await runPrivately(sql, login, context)).retcode === 0;
}

/** Removes a role; false when it was not there, or is still. */
export async function removeRole(name: string, login: Login, context: ExecutionContext): Promise<boolean> {
  if ((await readRole(name, login, context)) === undefined) return false;
  await runSql(`DROP ROLE ${identifier(name)}`, login, context);
  return (await readRole(name, login, context)) === undefined;
}

function roleQuery(version: string, withPassword: boolean): string {
  const catalogs = versionAtLeast(version, "9.5") ? "NULL" : "r.rolcatupdate";
  const replication = versionAtLeast(version, "9.1") ? "r.rolreplication" : "NULL";
  const password = withPassword ? `, COALESCE(s.passwd, a.rolpassword) AS "password"` : "";
  const joins = withPassword
    ? "LEFT JOIN pg_authid a ON r.oid = a.oid LEFT JOIN pg_shadow s ON r.oid = s.usesysid"
    : "";
  return `SELECT r.rolname AS "name", r.rolsuper AS "superuser", r.rolinherit AS "inherits privileges",
 r.rolcreaterole AS "can create roles", r.rolcreatedb AS "can create databases",
 ${catalogs} AS "can update system catalogs", r.rolcanlogin AS "can login", ${replication} AS "replication",
 r.rolconnlimit AS "connections", (SELECT array_agg(g.rolname) FROM pg_catalog.pg_auth_members m
 JOIN pg_catalog.pg_roles g ON m.roleid = g.oid WHERE m.member = r.oid) AS "groups",
 r.rolvaliduntil::timestamp(0) AS "expiry time", r.rolconfig AS "defaults variables"${password}
 FROM pg_roles r ${joins}`;
}

function roleFacts(row: PgRow, withPassword: boolean): MutableDict {
  const facts: MutableDict = new Map();
  for (const key of FLAGS) facts.set(key, flag(row.get(key)));
  facts.set("expiry time", pgTime(row.get("expiry time") ?? ""));
  facts.set("defaults variables", row.get("defaults variables") ?? "");
  if (withPassword) facts.set("password", row.get("password") ?? "");
  const groups = (row.get("groups") ?? "").replace(/^[{}]+|[{}]+$/g, "");
  facts.set("groups", [...(csvRows(groups)[0] ?? [])]);
  return facts;
}

function flag(cell: string | undefined): Value {
  return cell === "t" ? true : cell === "f" ? false : null;
}

/** A time as the server prints it; null when it is none, such as `infinity`. */
export function pgTime(text: string): Date | null {
  const form = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(text);
  return form === null ? null : new Date(`${text.replace(" ", "T")}Z`);
}
