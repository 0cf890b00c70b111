/**
 * Functions of `postgres` for privileges: of roles on objects, and of membership in groups.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { fn, isTruthy, maybe, needed } from "@salt/core";
import type { Login } from "./login.js";
import { loginParams } from "./login.js";
import { identifier, signature, word } from "./names.js";
import type { Privileges } from "./privilege-kinds.js";
import { accessList, covers, objectKind, privilegeNames } from "./privilege-kinds.js";
import { memberQuery, objectQuery } from "./privilege-queries.js";
import { queryRows, sqlWorks } from "./psql.js";

const { user, host, port, maintenance_db, password, runas } = loginParams;
const place = {
  prepend: maybe.str("public", "The schema that a table, a sequence or a function is in."),
  ...{ maintenance_db, user, host, port, password, runas },
};
const role = needed.str("The role.");
const object = {
  object_name: needed.str("The object; ALL for all tables or sequences of a schema."),
  object_type: needed.any("table, sequence, schema, tablespace, language, database, function or group."),
  privileges: maybe.any(null, "Privileges with commas between, or ALL."),
};
const grant_option = maybe.any(null, "Whether the role may grant them on.");

interface Grant {
  readonly name: string;
  readonly object_name: string;
  readonly object_type: Value;
  readonly privileges: Value;
  readonly prepend: string | null;
}

/** `privileges_list`, `has_privileges`, `privileges_grant`, `privileges_revoke`. */
export const privilegeFunctions = {
  privileges_list: fn({
    doc: "Who has which privileges on an object, and whether it may grant them on.",
    examples: ["salt '*' postgres.privileges_list table_name table maintenance_db=dbname"],
    params: { name: needed.str("The object."), object_type: object.object_type, ...place },
    run: async (args, context) => {
      const kind = objectKind(args.object_type);
      if (kind === "group") return await members(args.name, args, context);
      return (await inspect(kind, args.name, args.prepend ?? "", args, context)).list;
    },
  }),
  has_privileges: fn({
    doc: "Whether a role has privileges on an object: those that the owner has are not looked at.",
    examples: ["salt '*' postgres.has_privileges app table_name table SELECT,INSERT maintenance_db=dbname"],
    params: { name: role, ...object, grant_option, ...place },
    run: (args, context) => has(args, isTruthy(args.grant_option), args, context),
  }),
  privileges_grant: fn({
    doc: "Grants privileges to a role; false when it has them.",
    examples: ["salt '*' postgres.privileges_grant app table_name table SELECT,UPDATE maintenance_db=dbname"],
    params: { name: role, ...object, grant_option, ...place },
    run: async (args, context) => {
      if (await has(args, false, args, context)) return false;
      const what = grantWords(args);
      const ending = objectKind(args.object_type) === "group" ? "WITH ADMIN OPTION" : "WITH GRANT OPTION";
      const sql = `GRANT ${what} TO ${identifier(args.name)}`;
      return await sqlWorks(isTruthy(args.grant_option) ? `${sql} ${ending}` : sql, args, context);
    },
  }),
  privileges_revoke: fn({
    doc: "Takes privileges from a role; false when it has not all of them.",
    examples: ["salt '*' postgres.privileges_revoke app table_name table SELECT maintenance_db=dbname"],
    params: { name: role, ...object, ...place },
    run: async (args, context) => {
      if (!(await has(args, false, args, context))) return false;
      return await sqlWorks(`REVOKE ${grantWords(args)} FROM ${word(args.name)}`, args, context);
    },
  }),
};

async function has(
  grant: Grant,
  mayGrantOn: boolean,
  login: Login,
  context: ExecutionContext,
): Promise<boolean> {
  const kind = objectKind(grant.object_type);
  const wanted = privilegeNames(kind, grant.privileges);
  if (kind === "group") {
    const isAdmin = (await members(grant.object_name, login, context)).get(grant.name);
    return isAdmin !== undefined && (isAdmin || !mayGrantOn);
  }
  const { owner, list } = await inspect(kind, grant.object_name, grant.prepend ?? "", login, context);
  if (owner === grant.name) return true;
  const found = list.get(grant.name);
  return found !== undefined && covers(kind, found, wanted, mayGrantOn);
}

/** `SELECT ON TABLE public."t"`, or the name of a group. */
function grantWords(grant: Grant): string {
  const kind = objectKind(grant.object_type);
  const names = privilegeNames(kind, grant.privileges);
  if (kind === "group") return word(grant.object_name);
  const isInSchema = kind === "table" || kind === "sequence";
  const schema = word(grant.prepend ?? "public");
  if (isInSchema && grant.object_name.toUpperCase() === "ALL")
    return `${names.join(",")} ON ALL ${kind.toUpperCase()}S IN SCHEMA ${schema}`;
  const object = isInSchema
    ? `${schema}.${identifier(grant.object_name)}`
    : kind === "function"
      ? signature(grant.object_name)
      : identifier(grant.object_name);
  return `${names.join(",")} ON ${kind.toUpperCase()} ${object}`;
}

async function inspect(
  kind: string,
  name: string,
  schema: string,
  login: Login,
  context: ExecutionContext,
): Promise<{ readonly owner: string | undefined; readonly list: ReadonlyMap<string, Privileges> }> {
  const rows = await queryRows(objectQuery(kind, name, schema), login, context);
  const list = new Map(rows.flatMap((row) => [...accessList(row.get("acl") ?? "")]));
  return { owner: rows[0]?.get("owner"), list };
}

async function members(
  group: string,
  login: Login,
  context: ExecutionContext,
): Promise<ReadonlyMap<string, boolean>> {
  const rows = await queryRows(memberQuery(group), login, context);
  return new Map(rows.map((row) => [row.get("rolname") ?? "", row.get("admin_option") === "t"]));
}
