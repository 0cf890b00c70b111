/**
 * States of languages of PostgreSQL.
 */
import { get, isTrial, needed, stateFn, stateModule } from "@salt/core";
import { changed, failed, pending, unchanged } from "./answer/answer.js";
import { isSo, loginArgs, needs, serverParams } from "./postgres-functions/server.js";

const name = needed.str("The language.");
const maintenance_db = needed.str("The database.");
const { user, db_password, db_host, db_port, db_user } = serverParams;
const params = { name, maintenance_db, user, db_password, db_host, db_port, db_user };

export const postgresLanguage = stateModule("postgres_language", {
  doc: "States of languages of PostgreSQL.",
  available: needs("language_create"),
  functions: {
    present: stateFn({
      doc: "Makes a language be installed in a database.",
      params,
      run: async (args, context) => {
        const { name } = args;
        const login = loginArgs(args);
        const found = await context.call("postgres.language_list", [], login);
        if (get(found, name) !== undefined) return unchanged(name, `Language ${name} is already installed`);
        if (isTrial(context)) return pending(name, `Language ${name} is set to be installed`);
        return (await isSo(context, "language_create", [name], login))
          ? changed(name, `Language ${name} has been installed`, { [name]: "Present" })
          : failed(name, `Failed to install language ${name}`);
      },
    }),
    absent: stateFn({
      doc: "Makes a language not be installed in a database.",
      params,
      run: async (args, context) => {
        const { name } = args;
        const login = loginArgs(args);
        if (!(await isSo(context, "language_exists", [name], login)))
          return unchanged(name, `Language ${name} is not present so it cannot be removed`);
        if (isTrial(context)) return pending(name, `Language ${name} is set to be removed`);
        return (await isSo(context, "language_remove", [name], login))
          ? changed(name, `Language ${name} has been removed`, { [name]: "Absent" })
          : failed(name, `Failed to remove language ${name}`);
      },
    }),
  },
});
