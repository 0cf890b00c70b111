/**
 * States of schemas of PostgreSQL.
 */
import type { StateAnswer } from "@salt/core";
import { isTrial, maybe, needed, stateFn, stateModule } from "@salt/core";
import { changed, failed, pending, unchanged } from "./answer/answer.js";
import type { CallArgs, ServerArgs } from "./postgres-functions/server.js";
import { isSo, needs, serverParams } from "./postgres-functions/server.js";

const dbname = needed.str("The database.");
const name = needed.str("The schema.");
const { user, db_user, db_password, db_host, db_port } = serverParams;

export const postgresSchema = stateModule("postgres_schema", {
  doc: "States of schemas of PostgreSQL.",
  available: needs("schema_exists"),
  functions: {
    present: stateFn({
      doc: "Makes a schema be in a database; the owner of one that is there is left.",
      params: {
        ...{ dbname, name },
        owner: maybe.any(null, "The role it belongs to."),
        ...{ user, db_user, db_password, db_host, db_port },
      },
      run: async (args, context) => {
        const { dbname, name, owner } = args;
        const place = placeOf(args);
        if (await isSo(context, "schema_get", [dbname, name], place))
          return of(dbname, unchanged(name, `Schema ${name} already exists in database ${dbname}`));
        if (isTrial(context))
          return of(dbname, pending(name, `Schema ${name} is set to be created in database ${dbname}.`));
        const isMade = await isSo(context, "schema_create", [dbname, name], { owner, ...place });
        const told = isMade
          ? changed(name, `Schema ${name} has been created in database ${dbname}`, { [name]: "Present" })
          : failed(name, `Failed to create schema ${name} in database ${dbname}`);
        return of(dbname, told);
      },
    }),
    absent: stateFn({
      doc: "Makes a schema not be in a database.",
      params: { dbname, name, user, db_user, db_password, db_host, db_port },
      run: async (args, context) => {
        const { dbname, name } = args;
        const place = placeOf(args);
        if (!(await isSo(context, "schema_exists", [dbname, name], place))) {
          const comment = `Schema ${name} is not present in database ${dbname}, so it cannot be removed`;
          return of(dbname, unchanged(name, comment));
        }
        if (isTrial(context))
          return of(dbname, pending(name, `Schema ${name} is set to be removed from database ${dbname}`));
        const told = (await isSo(context, "schema_remove", [dbname, name], place))
          ? changed(name, `Schema ${name} has been removed from database ${dbname}`, { [name]: "Absent" })
          : failed(name, `Schema ${name} failed to be removed`);
        return of(dbname, told);
      },
    }),
  },
});

function of(dbname: string, told: StateAnswer): StateAnswer {
  return { dbname, ...told };
}

function placeOf(args: ServerArgs): CallArgs {
  const { user, db_user, db_password, db_host, db_port } = args;
  return { db_user, db_password, db_host, db_port, user };
}
