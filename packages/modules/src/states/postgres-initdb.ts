/**
 * States of directories of data of PostgreSQL.
 */
import { isTrial, maybe, needed, stateFn, stateModule } from "@salt/core";
import { changed, failed, pending, unchanged } from "./answer/answer.js";
import { isSo, needs } from "./postgres-functions/server.js";

export const postgresInitdb = stateModule("postgres_initdb", {
  doc: "States of directories of data of PostgreSQL.",
  available: needs("datadir_init"),
  functions: {
    present: stateFn({
      doc: "Makes a directory hold the data of a server.",
      params: {
        name: needed.str("The directory."),
        user: maybe.any(null, "The superuser."),
        password: maybe.any(null, "The superuser's password."),
        auth: maybe.str("password", "How users of this machine log in."),
        encoding: maybe.str("UTF8", "The encoding of databases."),
        locale: maybe.any(null, "Their locale."),
        runas: maybe.any(null, "The account that runs initdb."),
        waldir: maybe.any(null, "The directory of the write-ahead log."),
        checksums: maybe.bool(false, "Whether pages of data have checksums."),
      },
      run: async (args, context) => {
        const { name, ...how } = args;
        if (await isSo(context, "datadir_exists", [name], {}))
          return unchanged(name, `Postgres data directory ${name} is already present`);
        if (isTrial(context))
          return pending(name, `Postgres data directory ${name} is set to be initialized`);
        return (await isSo(context, "datadir_init", [name], { ...how }))
          ? changed(name, `Postgres data directory ${name} has been initialized`, { [name]: "Present" })
          : failed(name, `Postgres data directory ${name} initialization failed`);
      },
    }),
  },
});
