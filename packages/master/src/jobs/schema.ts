/**
 * The tables of the job cache.
 */

/** Raised with every change of the tables; a file of another version is not read. */
export const SCHEMA_VERSION = 1;

/** Values are msgpack as on the event bus, so that everything a return can be comes back as it was. */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS jobs (
  jid TEXT PRIMARY KEY,
  started INTEGER NOT NULL,
  nocache INTEGER NOT NULL,
  mirrored INTEGER NOT NULL,
  load BLOB NOT NULL,
  minions BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS jobs_started ON jobs (started);
CREATE TABLE IF NOT EXISTS returns (
  jid TEXT NOT NULL,
  id TEXT NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (jid, id)
) WITHOUT ROWID;
PRAGMA user_version = ${SCHEMA_VERSION};
`;

/**
 * Write-ahead logging without a sync in every transaction: whoever acknowledges something syncs the log first, off
 * the main thread. The log is folded into the file when it has grown to some 16 MiB.
 */
export const WRITER_PRAGMAS: readonly string[] = [
  "journal_mode = WAL",
  "synchronous = NORMAL",
  "wal_autocheckpoint = 4000",
  "cache_size = -2000",
];
