/**
 * Databases of SQLite.
 */

import type { Dict, Value } from "@salt/core";
import { float, toValue } from "@salt/core";
import type { Database, Statement } from "better-sqlite3";
import { PythonError } from "../../values/python-error.js";

/** How long to wait for others who write, in milliseconds: Python's own limit. */
const BUSY_MS = 5000;
/** Rows of one answer at most. */
const MAX_ROWS = 1_000_000;

/** True, or why databases of SQLite cannot be opened. */
export async function sqliteAvailable(): Promise<true | string> {
  try {
    await import("better-sqlite3");
    return true;
  } catch {
    return "The package better-sqlite3 is not installed: npm install better-sqlite3";
  }
}

/** Opens a database; the file is made when it is not there. Throws PythonError. */
export async function openDatabase(file: string): Promise<Database> {
  const { default: Sqlite } = await import("better-sqlite3");
  try {
    return new Sqlite(file, { timeout: BUSY_MS });
  } catch (error) {
    throw sqliteError(error);
  }
}

/** Runs one statement with values for its `?`, and gives the rows it answers. Throws PythonError. */
export function runStatement(file: string, sql: string, values: readonly Value[] = []): Promise<Value[][]> {
  return withStatement(file, sql, (statement) => {
    const bound = values.map(boundValue);
    if (statement.reader) return rowsOf(statement, bound);
    statement.run(...bound);
    return [];
  });
}

/** The rows that a statement answers, by the names of their columns. Throws PythonError. */
export function selectRows(file: string, sql: string, values: readonly Value[]): Promise<readonly Dict[]> {
  return withStatement(file, sql, (statement) => {
    const names = statement.columns().map(({ name }) => name);
    return rowsOf(statement, values.map(boundValue)).map(
      (row) => new Map(row.map((value, at): [Value, Value] => [names[at] ?? "", value])),
    );
  });
}

/** Runs a statement that changes something; gives the number of rows that it changed. Throws PythonError. */
export function changeRows(file: string, sql: string, values: readonly Value[]): Promise<number> {
  return withStatement(file, sql, (statement) => statement.run(...values.map(boundValue)).changes);
}

async function withStatement<T>(file: string, sql: string, use: (statement: Statement) => T): Promise<T> {
  const database = await openDatabase(file);
  try {
    return use(database.prepare(sql).safeIntegers(true));
  } catch (error) {
    throw sqliteError(error);
  } finally {
    database.close();
  }
}

function rowsOf(statement: Statement, bound: readonly unknown[]): Value[][] {
  const rows: Value[][] = [];
  for (const row of statement.raw(true).iterate(...bound)) {
    if (rows.length >= MAX_ROWS) throw new PythonError("OverflowError", `more than ${MAX_ROWS} rows`);
    rows.push(Array.isArray(row) ? row.map(columnValue) : []);
  }
  return rows;
}

function columnValue(value: unknown): Value {
  if (value === null || typeof value === "string") return value;
  if (typeof value === "number") return float(value);
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  return typeof value === "bigint" ? toValue(value) : null;
}

function boundValue(value: Value): unknown {
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  if (value === null || typeof value === "string" || typeof value === "bigint" || value instanceof Uint8Array)
    return value;
  if (typeof value === "object" && "value" in value && typeof value.value === "number") return value.value;
  throw new PythonError("InterfaceError", "a value of this type cannot be kept in a database");
}

/** Errors of SQLite under the names that Python gives them; others as they are. */
function sqliteError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code.startsWith("SQLITE_CONSTRAINT")) return new PythonError("IntegrityError", error.message);
  if (code === "SQLITE_NOTADB" || code === "SQLITE_CORRUPT")
    return new PythonError("DatabaseError", error.message);
  if (code.startsWith("SQLITE")) return new PythonError("OperationalError", error.message);
  if (error instanceof RangeError)
    return new PythonError("Warning", "You can only execute one statement at a time.");
  return error instanceof TypeError
    ? new PythonError("OperationalError", "unable to open database file")
    : error;
}
