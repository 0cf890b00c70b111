/**
 * Returns and jobs in tables of MySQL or MariaDB, those of Salt's own documentation.
 */
import { openMysql } from "../drivers/mysql.js";
import { cachingReturner } from "./job-store/caching-returner.js";
import type { SettingNames } from "./job-store/settings.js";
import { sqlReturner } from "./job-store/sql-returner.js";
import type { SqlDialect } from "./job-store/sql-store.js";
import { readTlsFiles } from "./job-store/tls-files.js";

const NAMES: SettingNames = {
  returner: "mysql",
  places: ["host", "port"],
  secrets: ["user", "pass", "ssl_ca", "ssl_cert", "ssl_key"],
  others: ["db"],
  defaults: { host: "salt", user: "salt", pass: "salt", db: "salt", port: "3306" },
};

const DIALECT: SqlDialect = {
  returner: "mysql",
  addReturn:
    "INSERT INTO `salt_returns` (`fun`, `jid`, `return`, `id`, `success`, `full_ret`) VALUES (?, ?, ?, ?, ?, ?)",
  addEvent: "INSERT INTO `salt_events` (`tag`, `data`, `master_id`) VALUES (?, ?, ?)",
  addJob: "INSERT IGNORE INTO `jids` (`jid`, `load`) VALUES (?, ?)",
  job: "SELECT `load` FROM `jids` WHERE `jid` = ?",
  returns: "SELECT `id`, `full_ret` FROM `salt_returns` WHERE `jid` = ? ORDER BY `alter_time`",
  jobs: "SELECT DISTINCT `jid`, `load` FROM `jids` ORDER BY `jid`",
  removals: ["DELETE FROM `salt_returns` WHERE `jid` = ?", "DELETE FROM `jids` WHERE `jid` = ?"],
  success: (success) => (success ? "1" : "0"),
};

export const mysql = cachingReturner("mysql", {
  doc: "Puts returns into the table `salt_returns` and jobs into `jids` of a database of MySQL or MariaDB, and events into `salt_events`. Options: mysql.host, .port, .user, .pass, .db, .ssl_ca, .ssl_cert, .ssl_key. Serves as ext_job_cache and master_job_cache.",
  ...sqlReturner({
    driver: "mysql2",
    names: NAMES,
    password: "pass",
    dialect: DIALECT,
    connect: async (place, settings, opts) => {
      const ssl = readTlsFiles(settings);
      const session = await openMysql(ssl === undefined ? place : { ...place, ssl }, opts);
      return {
        run: async (sql, values = []) => (await session.run(sql, values, true)).rows,
        close: () => session.close(),
      };
    },
  }),
});
