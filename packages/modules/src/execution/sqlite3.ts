/**
 * Databases of SQLite on this machine.
 */
import type { Plain } from "@salt/core";
import { executionModule, fn, maybe } from "@salt/core";
import { runStatement, sqliteAvailable } from "./sqlite-functions/database.js";

const db = maybe.str(null, "The file of the database.");
const sql = {
  ...maybe.str("", "The statement."),
  fallback: null,
  convert: (value: unknown) => String(value ?? ""),
};
const TABLES = "SELECT name FROM sqlite_master WHERE type='table' ORDER BY name;";
const INDICES = "SELECT name FROM sqlite_master WHERE type='index' ORDER BY name;";

export const sqlite3 = executionModule("sqlite3", {
  doc: "Databases of SQLite on this machine.",
  available: sqliteAvailable,
  functions: {
    version: fn({
      doc: "The version of the interface that Salt's callers know; it has not changed for many years.",
      examples: ["salt '*' sqlite3.version"],
      run: () => "2.6.0",
    }),
    sqlite_version: fn({
      doc: "The version of SQLite.",
      examples: ["salt '*' sqlite3.sqlite_version"],
      run: async (): Promise<Plain> =>
        (await runStatement(":memory:", "SELECT sqlite_version()"))[0]?.[0] ?? null,
    }),
    modify: fn({
      doc: "Runs a statement that changes something; false without a database.",
      examples: ["salt '*' sqlite3.modify /root/test.db 'CREATE TABLE test(id INT, testdata TEXT)'"],
      params: { db, sql },
      run: async (args): Promise<Plain> => {
        if (args.db === null) return false;
        await runStatement(args.db, args.sql);
        return true;
      },
    }),
    fetch: fn({
      doc: "The rows that a statement answers.",
      examples: ["salt '*' sqlite3.fetch /root/test.db 'SELECT * FROM test'"],
      params: { db, sql },
      run: (args) => rowsOf(args.db, args.sql),
    }),
    tables: fn({
      doc: "The tables of a database.",
      examples: ["salt '*' sqlite3.tables /root/test.db"],
      params: { db },
      run: (args) => rowsOf(args.db, TABLES),
    }),
    indices: fn({
      doc: "The indices of a database.",
      examples: ["salt '*' sqlite3.indices /root/test.db"],
      params: { db },
      run: (args) => rowsOf(args.db, INDICES),
    }),
    indexes: fn({
      doc: "The indices of a database: the same as indices.",
      examples: ["salt '*' sqlite3.indexes /root/test.db"],
      params: { db },
      run: (args) => rowsOf(args.db, INDICES),
    }),
  },
});

async function rowsOf(file: string | null, statement: string): Promise<Plain> {
  return file === null ? false : await runStatement(file, statement);
}
