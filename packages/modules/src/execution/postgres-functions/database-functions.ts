/**
 * Functions of `postgres` for databases.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, fn, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import type { Login } from "./login.js";
import { loginParams } from "./login.js";
import { identifier, literal, word } from "./names.js";
import { ownerTo } from "./owner.js";
import { queryRows, runSql, sqlWorks } from "./psql.js";
import type { NamedRows } from "./rows.js";
import { byName } from "./rows.js";

const name = needed.str("The database.");
const { runas, ...server } = loginParams;

const LIST = `SELECT datname AS "Name", pga.rolname AS "Owner", pg_encoding_to_char(encoding) AS "Encoding",
 datcollate AS "Collate", datctype AS "Ctype", datacl AS "Access privileges", spcname AS "Tablespace"
 FROM pg_database pgd JOIN pg_roles pga ON pga.oid = pgd.datdba JOIN pg_tablespace pgts ON pgts.oid = pgd.dattablespace`;

/** `db_list`, `db_exists`, `db_create`, `db_alter`, `db_remove`. */
export const databaseFunctions = {
  db_list: fn({
    doc: "The databases with what is known of them.",
    examples: ["salt '*' postgres.db_list"],
    params: loginParams,
    run: (args, context) => databases(args, context),
  }),
  db_exists: fn({
    doc: "Whether PostgreSQL has a database.",
    examples: ["salt '*' postgres.db_exists dbname"],
    params: { name, ...loginParams },
    run: async (args, context) => (await databases(args, context)).has(args.name),
  }),
  db_create: fn({
    doc: "Makes a database.",
    examples: ["salt '*' postgres.db_create dbname owner=app template=template0"],
    params: {
      name,
      ...server,
      tablespace: maybe.any(null, "The tablespace."),
      encoding: maybe.any(null, "The encoding, such as UTF8."),
      lc_collate: maybe.any(null, "The locale that it sorts by."),
      lc_ctype: maybe.any(null, "The locale of its letters."),
      owner: maybe.any(null, "The role it belongs to."),
      template: maybe.any(null, "The database it is a copy of."),
      runas,
    },
    run: async (args, context) => {
      const parts = [
        ...clause("TABLESPACE", args.tablespace, identifier),
        ...clause("OWNER", args.owner, identifier),
        ...clause("TEMPLATE", args.template, word),
        ...clause("ENCODING", args.encoding, literal),
        ...clause("LC_COLLATE", args.lc_collate, literal),
        ...clause("LC_CTYPE", args.lc_ctype, literal),
      ];
      const options = parts.length === 0 ? "" : ` WITH ${parts.join(" ")}`;
      return await sqlWorks(`CREATE DATABASE ${identifier(args.name)}${options}`, args, context);
    },
  }),
  db_alter: fn({
    doc: "Changes the tablespace or the owner of a database.",
    examples: ["salt '*' postgres.db_alter dbname owner=otheruser"],
    params: {
      name,
      ...server,
      tablespace: maybe.any(null, "The tablespace."),
      owner: maybe.any(null, "The role it is to belong to."),
      owner_recurse: maybe.bool(false, "Whether everything in it is to belong to that role."),
      runas,
    },
    run: async (args, context) => {
      const { tablespace, owner } = args;
      if (isTruthy(owner) && args.owner_recurse) {
        return (await ownerTo(args.name, owner, args, context)).retcode === 0;
      }
      const database = identifier(args.name);
      const statements = [
        ...(isTruthy(owner) ? [`ALTER DATABASE ${database} OWNER TO ${identifier(owner)}`] : []),
        ...(isTruthy(tablespace)
          ? [`ALTER DATABASE ${database} SET TABLESPACE ${identifier(tablespace)}`]
          : []),
      ];
      for (const sql of statements) if (!(await sqlWorks(sql, args, context))) return false;
      return true;
    },
  }),
  db_remove: fn({
    doc: "Removes a database; whoever uses it is cut off.",
    examples: ["salt '*' postgres.db_remove dbname"],
    params: { name, ...loginParams },
    run: async (args, context) => {
      const database = identifier(args.name);
      const others = `datname = ${literal(args.name)} AND pid <> pg_backend_pid()`;
      for (const sql of [
        `REVOKE CONNECT ON DATABASE ${database} FROM public`,
        `SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${others}`,
        `DROP DATABASE ${database}`,
      ]) {
        const done = await runSql(sql, args, context);
        if (done.retcode !== 0) throw new CommandExecutionError(`Failed: ${done.stderr}`);
      }
      return true;
    },
  }),
};

async function databases(login: Login, context: ExecutionContext): Promise<NamedRows> {
  return byName(await queryRows(LIST, login, context), "Name");
}

function clause(key: string, value: Value, quote: (text: Value) => string): readonly string[] {
  return value === null ? [] : [`${key} = ${quote(pythonStr(value))}`];
}
