/**
 * The tables of jobs and returns in a database of SQLite, with Salt's columns.
 */

import { isJid, jidTime } from "@salt/core";
import type { Database } from "better-sqlite3";
import type { ReturnRow } from "./returns.js";

const TABLES = `CREATE TABLE IF NOT EXISTS jids (jid TEXT PRIMARY KEY, load TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS salt_returns (fun TEXT KEY, jid TEXT KEY, id TEXT KEY, fun_args TEXT,
 date TEXT NOT NULL, full_ret TEXT NOT NULL, success TEXT NOT NULL);`;

/** One open database. */
export class SqliteJobs {
  readonly #database: Database;

  private constructor(database: Database) {
    this.#database = database;
  }

  /** Opens a file, and makes it when it is missing. Throws errors of SQLite. */
  static async open(file: string, timeoutMs: number): Promise<SqliteJobs> {
    const { default: Sqlite } = await import("better-sqlite3");
    const database = new Sqlite(file, { timeout: timeoutMs });
    database.exec(TABLES);
    return new SqliteJobs(database);
  }

  addReturn(row: ReturnRow & { readonly fun_args: string | null; readonly date: string }): void {
    const sql =
      "INSERT INTO salt_returns (fun, jid, id, fun_args, date, full_ret, success) VALUES (?, ?, ?, ?, ?, ?, ?)";
    const values = [row.fun, row.jid, row.id, row.fun_args, row.date, row.value, row.success ? "1" : "0"];
    this.#database.prepare(sql).run(...values);
  }

  addJob(jid: string, load: string): void {
    this.#database.prepare("INSERT OR IGNORE INTO jids (jid, load) VALUES (?, ?)").run(jid, load);
  }

  load(jid: string): string | undefined {
    return this.#rows("SELECT load FROM jids WHERE jid = ?", jid)[0]?.[0];
  }

  minions(jid: string): readonly string[] {
    return this.#rows("SELECT DISTINCT id FROM salt_returns WHERE jid = ?", jid).map(([id]) => id ?? "");
  }

  /** Id, JSON of the return, and `true` or `false`; of several returns of a minion the last. */
  returns(jid: string): readonly (readonly [id: string, value: string, success: string])[] {
    const rows = this.#rows(
      "SELECT id, full_ret, success FROM salt_returns WHERE jid = ? ORDER BY rowid",
      jid,
    );
    const byId = new Map(
      rows.map(([id = "", value = "null", success]) => [id, [id, value, String(success === "1")] as const]),
    );
    return [...byId.values()];
  }

  /** All jobs with their loads, oldest first. */
  loads(): readonly (readonly [jid: string, load: string])[] {
    return this.#rows("SELECT jid, load FROM jids ORDER BY jid").map(([jid = "", load = ""]) => [jid, load]);
  }

  /** Removes jobs that began before a time, in milliseconds. */
  prune(before: number): void {
    const old = this.loads().filter(([jid]) => isJid(jid) && jidTime(jid) < before);
    for (const [jid] of old) {
      this.#database.prepare("DELETE FROM salt_returns WHERE jid = ?").run(jid);
      this.#database.prepare("DELETE FROM jids WHERE jid = ?").run(jid);
    }
  }

  close(): void {
    this.#database.close();
  }

  #rows(sql: string, ...values: readonly string[]): readonly (readonly string[])[] {
    const rows: readonly unknown[] = this.#database
      .prepare(sql)
      .raw(true)
      .all(...values);
    return rows.map((row) => (Array.isArray(row) ? row.map((cell) => String(cell)) : []));
  }
}
