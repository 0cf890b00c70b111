/**
 * Functions of `mysql` for databases and their tables.
 */
import type { ExecutionContext, Plain } from "@salt/core";
import { CommandExecutionError, dict, fn, maybe, needed, pythonStr } from "@salt/core";
import type { ConnectionArgs } from "./place.js";
import { asMaps, quoted, withMysql } from "./session.js";

const name = needed.str("The database.");
const table = maybe.str(null, "One table; all of the database when not given.");
const character_set = maybe.any(null, "The character set.");
const collate = maybe.any(null, "The collation.");
const varkw = "connection_args";
const NEVER_REMOVED = ["mysql", "information_schema"];

/** `db_list`, `db_exists`, `db_get`, `db_tables`, `db_create`, `alter_db`, `db_remove`, `db_check` and its kin. */
export const databaseFunctions = {
  db_list: fn({
    doc: "The databases.",
    examples: ["salt '*' mysql.db_list"],
    varkw,
    run: (_args, context, { kwargs }) =>
      withMysql<Plain>(kwargs, context, [], async (session) =>
        firsts((await session.run("SHOW DATABASES")).rows),
      ),
  }),
  db_exists: fn({
    doc: "Whether MySQL has a database.",
    examples: ["salt '*' mysql.db_exists dbname"],
    params: { name },
    varkw,
    run: (args, context, { kwargs }) => exists(args.name, kwargs, context),
  }),
  db_get: fn({
    doc: "The character set and the collation of a database; empty when it is not there.",
    examples: ["salt '*' mysql.db_get test"],
    params: { name },
    varkw,
    run: (args, context, { kwargs }) =>
      withMysql<Plain>(kwargs, context, [], async (session) => {
        const sql =
          "SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM INFORMATION_SCHEMA.SCHEMATA WHERE SCHEMA_NAME = ?";
        const [row] = (await session.run(sql, [args.name])).rows;
        return row === undefined ? {} : { character_set: row[0] ?? null, collate: row[1] ?? null };
      }),
  }),
  db_tables: fn({
    doc: "The tables of a database; false when it is not there.",
    examples: ["salt '*' mysql.db_tables database"],
    params: { name },
    varkw,
    run: (args, context, { kwargs }) => tables(args.name, kwargs, context),
  }),
  db_create: fn({
    doc: "Makes a database; false when it is there.",
    examples: ["salt '*' mysql.db_create dbname utf8mb4 utf8mb4_general_ci"],
    params: { name, character_set, collate },
    varkw,
    run: async (args, context, { kwargs }) => {
      if (await exists(args.name, kwargs, context)) return false;
      const ending = [
        ...(args.character_set === null ? [] : [`CHARACTER SET ${charsetName(args.character_set)}`]),
        ...(args.collate === null ? [] : [`COLLATE ${charsetName(args.collate)}`]),
      ];
      const sql = [`CREATE DATABASE IF NOT EXISTS ${quoted(args.name)}`, ...ending].join(" ");
      return await withMysql(kwargs, context, false, async (session) => (await session.run(sql)).count > 0);
    },
  }),
  alter_db: fn({
    doc: "Changes the character set and the collation of a database.",
    examples: ["salt '*' mysql.alter_db testdb charset='latin1'"],
    params: { name, character_set, collate },
    varkw,
    run: async (args, context, { kwargs }) => {
      const known = dict({});
      const found = (await context.call("mysql.db_get", [args.name], Object.fromEntries(kwargs))) ?? known;
      const facts = found instanceof Map ? found : known;
      const set = charsetName(args.character_set ?? facts.get("character_set") ?? null);
      const order = charsetName(args.collate ?? facts.get("collate") ?? null);
      const sql = `ALTER DATABASE ${quoted(args.name)} CHARACTER SET ${set} COLLATE ${order}`;
      return await withMysql(kwargs, context, false, async (session) => (await session.run(sql)).count > 0);
    },
  }),
  db_remove: fn({
    doc: "Removes a database; never those of the server itself.",
    examples: ["salt '*' mysql.db_remove dbname"],
    params: { name },
    varkw,
    run: async (args, context, { kwargs }) => {
      if (!(await exists(args.name, kwargs, context)) || NEVER_REMOVED.includes(args.name)) return false;
      const isDone = await withMysql(kwargs, context, false, async (session) => {
        await session.run(`DROP DATABASE ${quoted(args.name)}`);
        return true;
      });
      return isDone && !(await exists(args.name, kwargs, context));
    },
  }),
  db_check: upkeep("CHECK", "Looks for damage in tables.", "db_check"),
  db_repair: upkeep("REPAIR", "Repairs tables.", "db_repair"),
  db_optimize: upkeep("OPTIMIZE", "Tidies tables up.", "db_optimize"),
};

/** Whether there is a database of exactly this name. */
async function exists(name: string, args: ConnectionArgs, context: ExecutionContext): Promise<boolean> {
  return await withMysql(args, context, false, async (session) => {
    // As in real Salt, `%` and `_` stand for any letters.
    return (await session.run("SHOW DATABASES LIKE ?", [name])).count === 1;
  });
}

async function tables(name: string, args: ConnectionArgs, context: ExecutionContext): Promise<Plain> {
  if (!(await exists(name, args, context))) return false;
  return await withMysql<Plain>(args, context, [], async (session) =>
    firsts((await session.run(`SHOW TABLES IN ${quoted(name)}`)).rows),
  );
}

function upkeep(verb: string, doc: string, fun: string): ReturnType<typeof fn> {
  return fn({
    doc,
    examples: [`salt '*' mysql.${fun} dbname`, `salt '*' mysql.${fun} dbname dbtable`],
    params: { name, table },
    varkw,
    run: async (args, context, { kwargs }): Promise<Plain> => {
      const work = (one: string): Promise<Plain> =>
        withMysql<Plain>(kwargs, context, {}, async (session) => [
          ...asMaps(await session.run(`${verb} TABLE ${quoted(args.name)}.${quoted(one)}`)),
        ]);
      if (args.table !== null) return await work(args.table);
      const all = await tables(args.name, kwargs, context);
      const told: Plain[] = [];
      for (const one of Array.isArray(all) ? all : []) told.push(await work(String(one)));
      return told;
    },
  });
}

function firsts(rows: readonly (readonly Plain[])[]): Plain {
  return rows.map((row) => row[0] ?? null);
}

/** The name of a character set or a collation. Throws CommandExecutionError for what is none. */
function charsetName(value: Parameters<typeof pythonStr>[0]): string {
  const name = pythonStr(value);
  if (/^\w+$/.test(name)) return name;
  throw new CommandExecutionError(`${JSON.stringify(name)} is no character set or collation`);
}
