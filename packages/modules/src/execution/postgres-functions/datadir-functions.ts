/**
 * Functions of `postgres` for directories of data.
 */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { CommandExecutionError, fn, maybe, needed, pythonStr } from "@salt/core";
import { plainValue, runProgram } from "../program/run-program.js";
import { systemAccount } from "./login.js";
import { commandOptions, pgProgram, withPrivateFile } from "./psql.js";

const name = needed.str("The directory.");

/** `datadir_exists`, `datadir_init`. */
export const datadirFunctions = {
  datadir_exists: fn({
    doc: "Whether a directory holds the data of a server.",
    examples: ["salt '*' postgres.datadir_exists /var/lib/pgsql/data"],
    params: { name },
    run: (args) => isDatadir(args.name),
  }),
  datadir_init: fn({
    doc: "Makes a directory of data by initdb; false when it is one.",
    examples: ["salt '*' postgres.datadir_init /var/lib/pgsql/data"],
    params: {
      name,
      auth: maybe.str("password", "How users of this machine log in."),
      user: maybe.any(null, "The superuser; the account that runs initdb when not given."),
      password: maybe.any(null, "The superuser's password."),
      encoding: maybe.str("UTF8", "The encoding of databases."),
      locale: maybe.any(null, "Their locale."),
      waldir: maybe.any(null, "The directory of the write-ahead log."),
      checksums: maybe.bool(false, "Whether pages of data have checksums."),
      runas: maybe.any(null, "The account that runs initdb."),
    },
    run: async (args, context) => {
      if (isDatadir(args.name)) return false;
      const program = await pgProgram("initdb", context);
      if (program === undefined) throw new CommandExecutionError("initdb executable not found.");
      const runas = args.runas === null ? systemAccount(context) : pythonStr(args.runas);
      const words = [
        program,
        `--pgdata=${plainValue(args.name, "name")}`,
        `--username=${plainValue(args.user ?? runas, "user")}`,
        `--auth=${plainValue(args.auth ?? "password", "auth")}`,
        `--encoding=${plainValue(args.encoding ?? "UTF8", "encoding")}`,
        ...(args.locale === null ? [] : [`--locale=${plainValue(args.locale, "locale")}`]),
        ...(args.waldir === null ? [] : [`--waldir=${plainValue(args.waldir, "waldir")}`]),
        ...(args.checksums ? ["--data-checksums"] : []),
      ];
      const { reset_system_locale: _, ...options } = await commandOptions(runas, context);
      const run = async (more: readonly string[]): Promise<boolean> =>
        (await runProgram([...words, ...more], context, options)).retcode === 0;
      if (args.password === null) return await run([]);
      return await withPrivateFile(pythonStr(args.password), runas, (path) => run([`--pwfile=${path}`]));
    },
  }),
};

function isDatadir(path: string): boolean {
  return ["PG_VERSION", "postgresql.conf"].every((file) => {
    const place = join(path, file);
    return existsSync(place) && statSync(place).isFile();
  });
}
