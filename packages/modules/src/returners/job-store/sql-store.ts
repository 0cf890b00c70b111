/**
 * A job cache in the tables `jids` and `salt_returns` of an SQL server, by statements that differ from server to server.
 */
import type { Dict, JobSource, JobToKeep, StoredJob, StoredReturn, Value } from "@salt/core";
import { getString, isJid, jidTime, toJson } from "@salt/core";
import { returnRow, storedJob, storedReturn } from "./returns.js";

/** The statements of a server; values are in the order of the names in brackets. */
export interface SqlDialect {
  /** Name of the returner, for messages. */
  readonly returner: string;
  /** (fun, jid, return, id, success, full_ret) */
  readonly addReturn: string;
  /** (tag, data, master_id) */
  readonly addEvent: string;
  /** (jid, load): nothing when it is there. */
  readonly addJob: string;
  /** (jid) → load */
  readonly job: string;
  /** (jid) → id, full_ret; the last return of a minion last. */
  readonly returns: string;
  /** → jid, load */
  readonly jobs: string;
  /** (jid) each */
  readonly removals: readonly string[];
  /** Whether a job succeeded, as the column has it. */
  readonly success: (success: boolean) => string | boolean;
}

/** Runs statements on a server. */
export type RunSql = (
  sql: string,
  values?: readonly (string | boolean)[],
) => Promise<readonly (readonly Value[])[]>;

/** Opens a session for as long as `use` takes. */
export type WithSql = <T>(use: (run: RunSql) => Promise<T>) => Promise<T>;

/** Keeps and reads jobs; every call has a session of its own. */
export class SqlStore implements JobSource {
  readonly #dialect: SqlDialect;
  readonly #withSql: WithSql;

  constructor(dialect: SqlDialect, withSql: WithSql) {
    this.#dialect = dialect;
    this.#withSql = withSql;
  }

  /** Writes a return down. */
  async addReturn(ret: Dict): Promise<void> {
    const { addReturn, returner, success } = this.#dialect;
    const row = returnRow(ret, returner);
    const values = [row.fun, row.jid, row.value, row.id, success(row.success), row.whole];
    await this.#withSql((run) => run(addReturn, values));
  }

  /** Writes events down, in one session. */
  async addEvents(events: readonly Dict[], masterId: string): Promise<void> {
    await this.#withSql(async (run) => {
      for (const event of events) {
        const tag = getString(event, "tag") ?? "";
        await run(this.#dialect.addEvent, [tag, toJson(event.get("data") ?? ""), masterId]);
      }
    });
  }

  /** Writes a job down, once. */
  async addJob({ jid, load }: JobToKeep): Promise<void> {
    await this.#withSql((run) => run(this.#dialect.addJob, [jid, toJson(load)]));
  }

  /** Removes jobs that began before a time, in milliseconds. */
  async prune(before: number): Promise<void> {
    const { jobs, removals } = this.#dialect;
    await this.#withSql(async (run) => {
      for (const [jid] of await run(jobs)) {
        if (typeof jid !== "string" || !isJid(jid) || jidTime(jid) >= before) continue;
        for (const removal of removals) await run(removal, [jid]);
      }
    });
  }

  async job(jid: string): Promise<StoredJob | undefined> {
    const { job, returns } = this.#dialect;
    return await this.#withSql(async (run) => {
      const [row] = await run(job, [jid]);
      if (row === undefined) return undefined;
      const ids = (await run(returns, [jid])).map(([id]) => String(id));
      return storedJob(jid, text(row[0]), [...new Set(ids)]);
    });
  }

  async returns(jid: string): Promise<readonly StoredReturn[]> {
    const rows = await this.#withSql((run) => run(this.#dialect.returns, [jid]));
    const byId = new Map<string, StoredReturn>();
    for (const [id, whole] of rows) {
      const ret = storedReturn(text(id), text(whole));
      if (ret !== undefined) byId.set(ret.id, ret);
    }
    return [...byId.values()];
  }

  async *jobs(): AsyncGenerator<StoredJob> {
    const rows = await this.#withSql((run) => run(this.#dialect.jobs));
    for (const [jid, load] of rows) {
      const job = storedJob(text(jid), text(load));
      if (job !== undefined) yield job;
    }
  }
}

function text(cell: Value | undefined): string {
  return cell instanceof Uint8Array ? Buffer.from(cell).toString("utf8") : String(cell ?? "");
}
