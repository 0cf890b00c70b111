/**
 * Returns and jobs in tables of PostgreSQL, those of Salt's own documentation.
 */
import { openPostgres } from "../drivers/postgres.js";
import { cachingReturner } from "./job-store/caching-returner.js";
import type { SettingNames } from "./job-store/settings.js";
import { sqlReturner } from "./job-store/sql-returner.js";
import type { SqlDialect } from "./job-store/sql-store.js";

const NAMES: SettingNames = {
  returner: "returner.postgres",
  places: ["host", "port"],
  secrets: ["user", "passwd"],
  others: ["db"],
  defaults: { host: "localhost", user: "salt", passwd: "salt", db: "salt", port: "5432" },
};

const DIALECT: SqlDialect = {
  returner: "postgres",
  addReturn:
    "INSERT INTO salt_returns (fun, jid, return, id, success, full_ret) VALUES ($1, $2, $3, $4, $5, $6)",
  addEvent: "INSERT INTO salt_events (tag, data, master_id) VALUES ($1, $2, $3)",
  addJob: "INSERT INTO jids (jid, load) VALUES ($1, $2) ON CONFLICT DO NOTHING",
  job: "SELECT load FROM jids WHERE jid = $1",
  returns: "SELECT id, full_ret FROM salt_returns WHERE jid = $1 ORDER BY alter_time",
  jobs: "SELECT DISTINCT jid, load FROM jids ORDER BY jid",
  removals: ["DELETE FROM salt_returns WHERE jid = $1", "DELETE FROM jids WHERE jid = $1"],
  success: (success) => (success ? "true" : "false"),
};

export const postgres = cachingReturner("postgres", {
  doc: "Puts returns into the table `salt_returns` and jobs into `jids` of a database of PostgreSQL, and events into `salt_events`. Options: returner.postgres.host, .port, .user, .passwd, .db. Serves as ext_job_cache and master_job_cache.",
  ...sqlReturner({
    driver: "pg",
    names: NAMES,
    password: "passwd",
    dialect: DIALECT,
    connect: async (place, _settings, opts) => {
      const session = await openPostgres(place, opts);
      return {
        run: async (sql, values = []) => (await session.run(sql, values)).rows,
        close: () => session.close(),
      };
    },
  }),
});
