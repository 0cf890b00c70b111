/**
 * States of databases of MongoDB.
 */
import type { StateAnswer } from "@salt/core";
import { isTrial, isTruthy, maybe, needed, stateFn, stateModule } from "@salt/core";
import { changed, orFailed, pending, unchanged } from "./answer/answer.js";
import { needsMongo, serverParams } from "./mongodb-functions/server.js";

export const mongodbDatabase = stateModule("mongodb_database", {
  doc: "States of databases of MongoDB.",
  available: needsMongo,
  functions: {
    absent: stateFn({
      doc: "Makes a database not be there.",
      params: {
        name: needed.str("The database."),
        ...serverParams,
        authdb: maybe.str(null, "The database that knows who logs in."),
      },
      run: async ({ name, ...server }, context): Promise<StateAnswer> =>
        await orFailed(name, async () => {
          if (!isTruthy(await context.call("mongodb.db_exists", [name], server)))
            return unchanged(name, `Database ${name} is not present`);
          if (isTrial(context)) return pending(name, `Database ${name} is present and needs to be removed`);
          await context.call("mongodb.db_remove", [name], server);
          return changed(name, `Database ${name} has been removed`, { [name]: "Absent" });
        }),
    }),
  },
});
