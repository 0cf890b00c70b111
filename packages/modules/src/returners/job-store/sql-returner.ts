/**
 * Returners whose tables lie on a server of SQL, by a driver.
 */
import type { Dict, JobCachePart, ReturnerModule, TakeEvents } from "@salt/core";
import { getString } from "@salt/core";
import { driverThere } from "../../drivers/load-driver.js";
import type { SettingNames, Settings } from "./settings.js";
import { portOf, returnerSettings } from "./settings.js";
import type { RunSql, SqlDialect } from "./sql-store.js";
import { SqlStore } from "./sql-store.js";

/** Where a server is and who logs in, as drivers take it; what is not configured is absent. */
export interface SqlPlace {
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
}

/** A session that runs statements. */
export interface SqlSession {
  readonly run: RunSql;
  readonly close: () => Promise<void>;
}

/** What differs from server to server. */
export interface SqlReturner {
  /** The package that speaks to the server. */
  readonly driver: "mysql2" | "pg";
  readonly names: SettingNames;
  /** The setting with the password. */
  readonly password: string;
  readonly dialect: SqlDialect;
  /** Throws what the driver throws. */
  readonly connect: (place: SqlPlace, settings: Settings, opts: Dict) => Promise<SqlSession>;
}

/** What a returner of a server is made of. */
export interface SqlReturnerParts extends Pick<ReturnerModule, "usable" | "take"> {
  readonly jobCache: JobCachePart;
  readonly takeEvents: TakeEvents;
}

/** The parts of a returner, which serves as a job cache too. */
export function sqlReturner(server: SqlReturner): SqlReturnerParts {
  const storeOf = (opts: Dict, ret?: Dict): SqlStore => {
    const settings = returnerSettings(server.names, opts, ret);
    return new SqlStore(server.dialect, async (use) => {
      const session = await server.connect(placeOf(settings, server.password), settings, opts);
      try {
        return await use(session.run);
      } finally {
        await session.close();
      }
    });
  };
  return {
    usable: ({ opts }) => driverThere(server.driver, opts),
    take: async (ret, { opts }) => await storeOf(opts, ret).addReturn(ret),
    takeEvents: async (events, { opts }) =>
      await storeOf(opts).addEvents(events, getString(opts, "id") ?? ""),
    jobCache: {
      saveLoad: async (job, { opts }) => await storeOf(opts).addJob(job),
      open: async ({ opts }) => storeOf(opts),
      prune: async (before, { opts }) => await storeOf(opts).prune(before),
    },
  };
}

function placeOf(settings: Settings, passwordName: string): SqlPlace {
  const texts = {
    host: settings.get("host"),
    user: settings.get("user"),
    database: settings.get("db"),
    password: settings.get(passwordName),
  };
  const port = portOf(settings);
  const given = Object.entries(texts).filter(([, text]) => text !== undefined);
  return { ...Object.fromEntries(given), ...(port === undefined ? {} : { port }) };
}
