/**
 * Everything that is asked of the job cache's tables, prepared once.
 */
import type { Database, Statement } from "better-sqlite3";

interface JobRow {
  readonly jid: string;
  readonly load: Buffer;
  readonly minions: Buffer;
}

/** The statements of an open job cache. */
export interface JobStatements {
  readonly addJob: Statement<[string, number, number, number, Uint8Array, Uint8Array]>;
  readonly setMinions: Statement<[Uint8Array, string]>;
  readonly find: Statement<[string], { minions: Buffer; nocache: number; mirrored: number }>;
  readonly addReturn: Statement<[string, string, Uint8Array]>;
  readonly job: Statement<[string], JobRow>;
  readonly jobs: Statement<[], JobRow>;
  readonly returns: Statement<[string], { id: string; content: Buffer }>;
  readonly pruneReturns: Statement<[number]>;
  readonly pruneJobs: Statement<[number]>;
}

/** Prepares the statements. */
export function prepareStatements(db: Database): JobStatements {
  return {
    addJob: db.prepare(
      "INSERT OR IGNORE INTO jobs (jid, started, nocache, mirrored, load, minions) VALUES (?, ?, ?, ?, ?, ?)",
    ),
    setMinions: db.prepare("UPDATE jobs SET minions = ? WHERE jid = ?"),
    find: db.prepare("SELECT minions, nocache, mirrored FROM jobs WHERE jid = ?"),
    addReturn: db.prepare("INSERT OR IGNORE INTO returns (jid, id, content) VALUES (?, ?, ?)"),
    job: db.prepare("SELECT jid, load, minions FROM jobs WHERE jid = ?"),
    jobs: db.prepare("SELECT jid, load, minions FROM jobs ORDER BY jid"),
    returns: db.prepare("SELECT id, content FROM returns WHERE jid = ? ORDER BY id"),
    pruneReturns: db.prepare("DELETE FROM returns WHERE jid IN (SELECT jid FROM jobs WHERE started < ?)"),
    pruneJobs: db.prepare("DELETE FROM jobs WHERE started < ?"),
  };
}
