/**
 * A database of PostgreSQL, as an external source of the pillar.
 */
import { pillarModule } from "@salt/core";
import { driverThere } from "../drivers/load-driver.js";
import { openPostgres } from "../drivers/postgres.js";
import { countMarks, withMarks } from "./sql/placeholders.js";
import { serverSource } from "./sql/server-source.js";

export const postgres = pillarModule("postgres", {
  doc: "Rows of a database that `postgres: {host, user, pass, db, port}` of the configuration names.",
  available: ({ opts }) => driverThere("pg", opts),
  functions: {
    ext_pillar: serverSource("postgres", 5432, async (place, opts) => {
      const session = await openPostgres(place, opts);
      const ask = (sql: string, minion: string): ReturnType<typeof session.run> =>
        session.run(withMarks(sql, "$1"), countMarks(sql) === 0 ? [] : [minion]);
      return { ask, close: () => session.close() };
    }),
  },
});
