/**
 * Servers of PostgreSQL, by its own programs.
 */
import { executionModule, fn, maybe, needed } from "@salt/core";
import { databaseFunctions } from "./postgres-functions/database-functions.js";
import { datadirFunctions } from "./postgres-functions/datadir-functions.js";
import { extensionFunctions } from "./postgres-functions/extension-functions.js";
import { languageFunctions } from "./postgres-functions/language-functions.js";
import { loginParams } from "./postgres-functions/login.js";
import { ownerTo } from "./postgres-functions/owner.js";
import { privilegeFunctions } from "./postgres-functions/privilege-functions.js";
import { pgProgram, queryRows } from "./postgres-functions/psql.js";
import { roleFunctions } from "./postgres-functions/role-functions.js";
import { schemaFunctions } from "./postgres-functions/schema-functions.js";
import { tablespaceFunctions } from "./postgres-functions/tablespace-functions.js";
import { serverVersion } from "./postgres-functions/version.js";

const { maintenance_db: _, ...withoutDatabase } = loginParams;

export const postgres = executionModule("postgres", {
  doc: "Servers of PostgreSQL, by psql and initdb. Options: postgres.host, .port, .user, .pass, .maintenance_db, .bins_dir.",
  available: async (context) =>
    (await pgProgram("psql", context)) === undefined
      ? "psql was not found (apt-get install postgresql-client)"
      : true,
  functions: {
    version: fn({
      doc: "The version of the server.",
      examples: ["salt '*' postgres.version"],
      params: loginParams,
      run: (args, context) => serverVersion(args, context),
    }),
    psql_query: fn({
      doc: "The rows of a query, all values as texts; none when it fails.",
      examples: ["salt '*' postgres.psql_query 'select * from pg_stat_activity'"],
      params: {
        query: needed.str("The query."),
        ...loginParams,
        write: maybe.bool(false, "Whether it may change data."),
      },
      run: (args, context) => queryRows(args.query, args, context, args.write),
    }),
    owner_to: fn({
      doc: "Gives a database and all that is in it to a role.",
      examples: ["salt '*' postgres.owner_to dbname username"],
      params: {
        dbname: needed.str("The database."),
        ownername: needed.str("The role."),
        ...withoutDatabase,
      },
      run: async (args, context) => {
        const login = { ...args, maintenance_db: args.dbname };
        return { ...(await ownerTo(args.dbname, args.ownername, login, context)) };
      },
    }),
    ...databaseFunctions,
    ...tablespaceFunctions,
    ...roleFunctions,
    ...extensionFunctions,
    ...schemaFunctions,
    ...languageFunctions,
    ...privilegeFunctions,
    ...datadirFunctions,
  },
});
