/**
 * The job cache: SQLite in one private file.
 */
import { closeSync, constants, fdatasync, lstatSync, openSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Closable, JobReader, StoredJob, StoredReturn, Value } from "@salt/core";
import { ensurePrivateDir, errorText, isDict, isList } from "@salt/core";
import { decode, encode } from "@salt/wire";
import type Sqlite from "better-sqlite3";
import { errorCode, JobStoreError } from "../errors.js";
import type { KnownJob, NewJob, NewReturn } from "./records.js";
import { SCHEMA, SCHEMA_VERSION, WRITER_PRAGMAS } from "./schema.js";
import type { JobStatements } from "./statements.js";
import { prepareStatements } from "./statements.js";

const syncFile = promisify(fdatasync);

/** How a job cache is opened. */
export interface JobStoreOptions {
  readonly cachedir: string;
  /** For commands beside the master. */
  readonly readonly?: boolean;
}

/** The file of the job cache. */
export function jobStorePath(cachedir: string): string {
  return join(cachedir, "jobs.db");
}

/** Opens the job cache, making it when there is none. Throws JobStoreError. */
export function openJobStore(options: JobStoreOptions): JobStore {
  const path = jobStorePath(options.cachedir);
  // Loaded when it is needed: commands that read no jobs do not pay for it.
  const require = createRequire(import.meta.url);
  try {
    const Database: typeof Sqlite = require("better-sqlite3");
    const db =
      options.readonly === true
        ? openForReading(Database, path)
        : openForWriting(Database, path, options.cachedir);
    return new JobStore(db, path);
  } catch (cause) {
    if (cause instanceof JobStoreError) throw cause;
    throw new JobStoreError(`The job cache ${path} cannot be opened: ${errorText(cause)}`, {
      cause,
      hint: "Does this account own the directory, and has its disk room? A broken file may be moved away.",
    });
  }
}

function openForReading(Database: typeof Sqlite, path: string): Sqlite.Database {
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout: 5000 });
  requireVersion(db, path);
  return db;
}

function openForWriting(Database: typeof Sqlite, path: string, cachedir: string): Sqlite.Database {
  if (lstatSync(cachedir, { throwIfNoEntry: false }) === undefined) ensurePrivateDir(cachedir);
  // Made here with its mode; the log beside it then gets the same.
  closeSync(openSync(path, constants.O_CREAT | constants.O_RDWR | constants.O_NOFOLLOW, 0o600));
  const db = new Database(path, { timeout: 5000 });
  for (const pragma of WRITER_PRAGMAS) db.pragma(pragma);
  if (db.pragma("user_version", { simple: true }) !== 0) requireVersion(db, path);
  db.exec(SCHEMA);
  return db;
}

function requireVersion(db: Sqlite.Database, path: string): void {
  const version = db.pragma("user_version", { simple: true });
  if (version === SCHEMA_VERSION) return;
  throw new JobStoreError(`The job cache ${path} is of version ${String(version)}, not ${SCHEMA_VERSION}`, {
    hint: "It was made by another release: move it away, or run that release.",
  });
}

/** Jobs and their returns. Calls are synchronous; only `sync` waits for the disk. */
export class JobStore implements JobReader, Closable {
  readonly #db: Sqlite.Database;
  readonly #logPath: string;
  readonly #run: JobStatements;
  #log: number | undefined;

  constructor(db: Sqlite.Database, path: string) {
    this.#db = db;
    this.#logPath = `${path}-wal`;
    this.#run = prepareStatements(db);
  }

  /** Adds a job; false when there is one of this id already, which stays as it is. Throws JobStoreError. */
  add(job: NewJob): boolean {
    const { jid, startedAt, nocache, mirrored, load, minions } = job;
    const row = [
      jid,
      startedAt,
      Number(nocache),
      Number(mirrored),
      encode(load, "ipc"),
      encode(minions, "ipc"),
    ] as const;
    return this.#guard(() => this.#run.addJob.run(...row).changes === 1);
  }

  /** Replaces the ids that a job is expected to reach. Throws JobStoreError. */
  setMinions(jid: string, minions: readonly string[]): void {
    this.#guard(() => this.#run.setMinions.run(encode(minions, "ipc"), jid));
  }

  /** What decides about returns of a job; undefined when there is no such job. */
  find(jid: string): KnownJob | undefined {
    const row = this.#guard(() => this.#run.find.get(jid));
    if (row === undefined) return undefined;
    return {
      jid,
      minions: new Set(textsIn(row.minions)),
      nocache: row.nocache !== 0,
      mirrored: row.mirrored !== 0,
    };
  }

  /** Stores returns in one transaction; for each, whether it was the first of its minion. Throws JobStoreError. */
  addReturns(returns: readonly NewReturn[]): readonly boolean[] {
    const rows = returns.map(({ jid, id, ...rest }) => [jid, id, contentOf(rest)] as const);
    const addAll = this.#db.transaction(() =>
      rows.map((row) => this.#run.addReturn.run(...row).changes === 1),
    );
    return this.#guard(addAll);
  }

  /** Waits until everything stored so far is on the disk. Throws JobStoreError. */
  async sync(): Promise<void> {
    try {
      this.#log ??= openSync(this.#logPath, constants.O_RDONLY);
      await syncFile(this.#log);
    } catch (cause) {
      throw new JobStoreError(`${this.#logPath} cannot be written to the disk (${errorCode(cause)})`, {
        cause,
      });
    }
  }

  /** Removes jobs that began before a time, in milliseconds; how many. Throws JobStoreError. */
  prune(before: number): number {
    const removeAll = this.#db.transaction(() => {
      this.#run.pruneReturns.run(before);
      return this.#run.pruneJobs.run(before).changes;
    });
    return this.#guard(removeAll);
  }

  job(jid: string): StoredJob | undefined {
    const row = this.#guard(() => this.#run.job.get(jid));
    return row === undefined ? undefined : storedJob(row.jid, row.load, row.minions);
  }

  returns(jid: string): readonly StoredReturn[] {
    return this.#guard(() => this.#run.returns.all(jid)).map((row) => storedReturn(row.id, row.content));
  }

  *jobs(): Generator<StoredJob> {
    for (const row of this.#run.jobs.iterate()) yield storedJob(row.jid, row.load, row.minions);
  }

  close(): void {
    if (this.#log !== undefined) closeSync(this.#log);
    this.#log = undefined;
    this.#db.close();
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      throw new JobStoreError(`The job cache failed: ${errorText(cause)}`, {
        cause,
        hint: "Has the disk of cachedir room?",
      });
    }
  }
}

function contentOf(content: Omit<NewReturn, "jid" | "id">): Uint8Array {
  return encode([content.return, content.retcode, content.success, content.out ?? null], "ipc");
}

function storedReturn(id: string, content: Uint8Array): StoredReturn {
  const value = decode(content, { dialect: "ipc" });
  const [result = null, retcode = null, success = null, out = null] = isList(value) ? value : [];
  return { id, return: result, retcode, success, out: typeof out === "string" ? out : undefined };
}

function storedJob(jid: string, load: Uint8Array, minions: Uint8Array): StoredJob {
  const value: Value = decode(load, { dialect: "ipc" });
  return { jid, load: isDict(value) ? value : new Map(), minions: textsIn(minions) };
}

function textsIn(packed: Uint8Array): readonly string[] {
  const value = decode(packed, { dialect: "ipc" });
  return isList(value) ? value.filter((each) => typeof each === "string") : [];
}
