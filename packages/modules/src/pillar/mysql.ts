/**
 * A database of MySQL or MariaDB, as an external source of the pillar.
 */
import { pillarModule } from "@salt/core";
import { driverThere } from "../drivers/load-driver.js";
import { openMysql } from "../drivers/mysql.js";
import { countMarks, withMarks } from "./sql/placeholders.js";
import { serverSource } from "./sql/server-source.js";

export const mysql = pillarModule("mysql", {
  doc: "Rows of a database that `mysql: {host, user, pass, db, port}` of the configuration names.",
  available: ({ opts }) => driverThere("mysql2", opts),
  functions: {
    ext_pillar: serverSource("mysql", 3306, async (place, opts) => {
      const session = await openMysql(place, opts);
      const ask = (sql: string, minion: string): ReturnType<typeof session.ask> =>
        session.ask(
          withMarks(sql, "?"),
          Array.from({ length: countMarks(sql) }, () => minion),
        );
      return { ask, close: () => session.close() };
    }),
  },
});
