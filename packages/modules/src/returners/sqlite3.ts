/**
 * Returns and jobs in a database of SQLite.
 */
import type { Dict } from "@salt/core";
import { CommandExecutionError, isList, pythonStr, refuseReturnKwargs, toJson } from "@salt/core";
import { cachingReturner } from "./job-store/caching-returner.js";
import { returnRow, storedJob, storedReturn } from "./job-store/returns.js";
import type { SettingNames } from "./job-store/settings.js";
import { returnerSettings } from "./job-store/settings.js";
import { SqliteJobs } from "./job-store/sqlite-jobs.js";

const NAMES: SettingNames = { returner: "sqlite3", places: [], secrets: [], others: ["database", "timeout"] };
const TIMEOUT_SECONDS = 5;

export const sqlite3 = cachingReturner("sqlite3", {
  doc: "Puts returns into the table `salt_returns` and jobs into `jids` of the database of SQLite that the option sqlite3.database names; the tables are made when they are missing. Serves as master_job_cache.",
  usable: ({ opts }) =>
    returnerSettings(NAMES, opts).has("database")
      ? true
      : 'sqlite3 config option "sqlite3.database" is missing',
  take: async (ret, { opts }) => {
    refuseReturnKwargs(ret, "sqlite3");
    const row = returnRow(ret, "sqlite3");
    const args = ret.get("fun_args") ?? null;
    const fun_args = isList(args) && args.length > 0 ? pythonStr(args) : null;
    const jobs = await jobsOf(opts, ret);
    try {
      jobs.addReturn({ ...row, fun_args, date: localTime(new Date()) });
    } finally {
      jobs.close();
    }
  },
  jobCache: {
    saveLoad: async ({ jid, load }, { opts }) => {
      const jobs = await jobsOf(opts);
      try {
        jobs.addJob(jid, toJson(load));
      } finally {
        jobs.close();
      }
    },
    open: async ({ opts }) => {
      const jobs = await jobsOf(opts);
      return {
        job: (jid) => {
          const load = jobs.load(jid);
          return load === undefined ? undefined : storedJob(jid, load, jobs.minions(jid));
        },
        returns: (jid) =>
          jobs.returns(jid).flatMap(([id, value, success]) => {
            // Only what the function returned is kept.
            return storedReturn(id, `{"return": ${value}, "success": ${success}}`) ?? [];
          }),
        jobs: () => jobs.loads().flatMap(([jid, load]) => storedJob(jid, load) ?? []),
        close: async () => jobs.close(),
      };
    },
    prune: async (before, { opts }) => {
      const jobs = await jobsOf(opts);
      try {
        jobs.prune(before);
      } finally {
        jobs.close();
      }
    },
  },
});

async function jobsOf(opts: Dict, ret?: Dict): Promise<SqliteJobs> {
  const settings = returnerSettings(NAMES, opts, ret);
  const file = settings.get("database");
  if (file === undefined)
    throw new CommandExecutionError('sqlite3 config option "sqlite3.database" is missing');
  const timeout = Number(settings.get("timeout") ?? TIMEOUT_SECONDS);
  return await SqliteJobs.open(file, Number.isFinite(timeout) ? timeout * 1000 : TIMEOUT_SECONDS * 1000);
}

/** Local time as Python's `str(datetime.now())` writes it. */
function localTime(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
  return `${day} ${time}.${String(now.getMilliseconds()).padStart(3, "0")}000`;
}
