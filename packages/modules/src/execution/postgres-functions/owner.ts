/**
 * Giving a database and all that is in it to a role.
 */
import type { ExecutionContext, Value } from "@salt/core";
import type { ProgramResult } from "../program/run-program.js";
import type { Login } from "./login.js";
import { identifier } from "./names.js";
import { queryRows, runPrivately } from "./psql.js";

const OTHERS = "NOT IN ('pg_catalog', 'information_schema', 'pg_toast')";
const ROUTINES = `SELECT p.oid::regprocedure::text AS n FROM pg_catalog.pg_proc p
 JOIN pg_catalog.pg_namespace ns ON p.pronamespace = ns.oid WHERE ns.nspname ${OTHERS} AND p.prokind`;

/** What is given, and the query that finds its names, quoted by the server. */
const THINGS: readonly (readonly [kind: string, query: string])[] = [
  [
    "SCHEMA",
    `SELECT quote_ident(nspname) AS n FROM pg_catalog.pg_namespace WHERE nspname ${OTHERS} AND nspname !~ '^pg_(temp|toast)'`,
  ],
  [
    "TABLE",
    `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS n FROM information_schema.tables WHERE table_schema ${OTHERS}`,
  ],
  ["FUNCTION", `${ROUTINES} IN ('f', 'w')`],
  ["PROCEDURE", `${ROUTINES} = 'p'`],
  ["AGGREGATE", `${ROUTINES} = 'a'`],
  [
    "SEQUENCE",
    "SELECT quote_ident(sequence_schema) || '.' || quote_ident(sequence_name) AS n FROM information_schema.sequences",
  ],
];

/**
 * Gives a database and its schemas, tables, routines and sequences to a role, all or nothing. Real Salt 3006 fails
 * here with a TypeError; this does what its documentation says.
 */
export async function ownerTo(
  database: string,
  owner: Value,
  login: Login,
  context: ExecutionContext,
): Promise<ProgramResult> {
  const inside = { ...login, maintenance_db: database };
  const role = identifier(owner);
  const statements = [`ALTER DATABASE ${identifier(database)} OWNER TO ${role};`];
  for (const [kind, query] of THINGS) {
    for (const row of await queryRows(query, inside, context)) {
      statements.push(`ALTER ${kind} ${row.get("n") ?? ""} OWNER TO ${role};`);
    }
  }
  return await runPrivately(statements.join("\n"), inside, context);
}
