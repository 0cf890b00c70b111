/**
 * Functions of `postgres` for schemas. Their parameters have names of their own: `user` runs psql.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { fn, maybe, needed } from "@salt/core";
import type { Login } from "./login.js";
import { loginParams } from "./login.js";
import { identifier } from "./names.js";
import type { PgRow } from "./psql.js";
import { queryRows, runSql, sqlWorks } from "./psql.js";

const dbname = needed.str("The database.");
const name = needed.str("The schema.");
const place = {
  user: loginParams.runas,
  db_user: loginParams.user,
  db_password: loginParams.password,
  db_host: loginParams.host,
  db_port: loginParams.port,
};

interface Place {
  readonly dbname: string;
  readonly user: Value;
  readonly db_user: Value;
  readonly db_password: Value;
  readonly db_host: Value;
  readonly db_port: Value;
}

/** `schema_list`, `schema_get`, `schema_exists`, `schema_create`, `schema_remove`. */
export const schemaFunctions = {
  schema_list: fn({
    doc: "The schemas of a database with their owners and rights.",
    examples: ["salt '*' postgres.schema_list dbname"],
    params: { dbname, ...place },
    run: (args, context) => schemas(args, context),
  }),
  schema_get: fn({
    doc: "The owner and the rights of a schema; null when it is not there.",
    examples: ["salt '*' postgres.schema_get dbname name"],
    params: { dbname, name, ...place },
    run: async (args, context) => (await schemas(args, context)).get(args.name) ?? null,
  }),
  schema_exists: fn({
    doc: "Whether there is a schema.",
    examples: ["salt '*' postgres.schema_exists dbname name"],
    params: { dbname, name, ...place },
    run: async (args, context) => (await schemas(args, context)).has(args.name),
  }),
  schema_create: fn({
    doc: "Makes a schema; false when it is there.",
    examples: ["salt '*' postgres.schema_create dbname name owner=app"],
    params: { dbname, name, owner: maybe.any(null, "The role it belongs to."), ...place },
    run: async (args, context) => {
      if ((await schemas(args, context)).has(args.name)) return false;
      const owner = args.owner === null ? "" : ` AUTHORIZATION ${identifier(args.owner)}`;
      return await sqlWorks(`CREATE SCHEMA ${identifier(args.name)}${owner}`, loginOf(args), context);
    },
  }),
  schema_remove: fn({
    doc: "Removes an empty schema; false when it was not there, or is still.",
    examples: ["salt '*' postgres.schema_remove dbname name"],
    params: { dbname, name, ...place },
    run: async (args, context) => {
      if (!(await schemas(args, context)).has(args.name)) return false;
      await runSql(`DROP SCHEMA ${identifier(args.name)}`, loginOf(args), context);
      return !(await schemas(args, context)).has(args.name);
    },
  }),
};

function loginOf(place: Place): Login {
  return {
    user: place.db_user,
    host: place.db_host,
    port: place.db_port,
    maintenance_db: place.dbname,
    password: place.db_password,
    runas: place.user,
  };
}

async function schemas(place: Place, context: ExecutionContext): Promise<ReadonlyMap<string, PgRow>> {
  const sql =
    "SELECT n.nspname AS name, n.nspacl AS acl, r.rolname AS owner FROM pg_namespace n LEFT JOIN pg_roles r ON r.oid = n.nspowner";
  const rows = await queryRows(sql, loginOf(place), context);
  const facts = (row: PgRow): PgRow =>
    new Map([
      ["owner", row.get("owner") ?? ""],
      ["acl", row.get("acl") ?? ""],
    ]);
  return new Map(rows.map((row) => [row.get("name") ?? "", facts(row)]));
}
