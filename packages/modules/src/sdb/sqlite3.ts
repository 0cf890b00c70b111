/**
 * Values of a database of SQLite on this machine.
 */

import type { Dict } from "@salt/core";
import {
  CommandExecutionError,
  fn,
  getList,
  getString,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  sdbModule,
} from "@salt/core";
import { decode, encode } from "@salt/wire";
import type { Database } from "better-sqlite3";
import { openDatabase, sqliteAvailable } from "../execution/sqlite-functions/database.js";

/** Values are packed as real Salt reads and writes them here: bounded, since others may write into the file. */
const PACKED = { dialect: "ipc" } as const;

const key = needed.str("The key.");
const profile = maybe.dict(null, "The profile: `database`, and `table` where it is not `sdb`.");

export const sqlite3 = sdbModule("sqlite3", {
  doc: "Values of a database of SQLite: `database` names its file.",
  available: sqliteAvailable,
  functions: {
    get: fn({
      doc: "The value of a key; null when there is none.",
      params: { key, profile },
      run: (args) =>
        withTable(args.profile, (database, table, rules) => {
          const query = getString(rules, "get_query") ?? `SELECT value FROM ${table} WHERE key=:key`;
          const row: unknown = database.prepare(query).raw(true).get({ key: args.key });
          const value: unknown = Array.isArray(row) ? row[0] : undefined;
          return value instanceof Uint8Array ? decode(value, PACKED) : null;
        }),
    }),
    set: fn({
      doc: "Sets the value of a key.",
      params: { key, value: needed.any("The value."), profile },
      run: (args) =>
        withTable(args.profile, (database, table, rules) => {
          const query =
            getString(rules, "set_query") ?? `INSERT OR REPLACE INTO ${table} VALUES (:key, :value)`;
          database.prepare(query).run({ key: args.key, value: encode(args.value, PACKED.dialect) });
          return true;
        }),
    }),
  },
});

async function withTable<T>(
  rules: Dict | null,
  work: (database: Database, table: string, rules: Dict) => T,
): Promise<T> {
  const file = rules === null ? undefined : getString(rules, "database");
  if (rules === null || file === undefined)
    throw new CommandExecutionError("sdb: the profile names no database");
  const name = getString(rules, "table") ?? "sdb";
  const database = await openDatabase(file);
  try {
    const statements = getList(rules, "create_statements");
    if (statements !== undefined) for (const sql of statements) tryOut(database, pythonStr(sql));
    else if (isTruthy(rules.get("create_table") ?? true)) {
      database.exec(`CREATE TABLE IF NOT EXISTS ${quoted(name)} (key text, value blob)`);
      database.exec(`CREATE UNIQUE INDEX IF NOT EXISTS ${quoted(`${name}_idx`)} ON ${quoted(name)} (key)`);
    }
    return work(database, quoted(name), rules);
  } finally {
    database.close();
  }
}

/** Statements of the profile that make tables fail when these are there. */
function tryOut(database: Database, sql: string): void {
  try {
    database.exec(sql);
  } catch (error) {
    if (!(error instanceof Error && /already exists/.test(error.message))) throw error;
  }
}

function quoted(name: string): string {
  if (name.includes("\0")) throw new CommandExecutionError("sdb: the name of a table holds a NUL");
  return `"${name.replaceAll('"', '""')}"`;
}
