/**
 * States of groups of PostgreSQL.
 */
import { needed, stateFn, stateModule } from "@salt/core";
import { removeThing } from "./postgres-functions/remove.js";
import { roleParams } from "./postgres-functions/role-params.js";
import { rolePresent } from "./postgres-functions/role-state.js";
import { loginArgs, needs, serverParams } from "./postgres-functions/server.js";

const name = needed.str("The group.");
const { createdb, createroles, encrypted, superuser, inherit, login, replication, password } = roleParams;
const { refresh_password, groups } = roleParams;
const { user, maintenance_db, db_password, db_host, db_port, db_user } = serverParams;

export const postgresGroup = stateModule("postgres_group", {
  doc: "States of groups of PostgreSQL.",
  available: needs("group_create"),
  functions: {
    present: stateFn({
      doc: "Makes a role that others belong to be there as it is wanted.",
      params: {
        ...{ name, createdb, createroles, encrypted, superuser, inherit, login, replication, password },
        ...{ refresh_password, groups },
        ...{ user, maintenance_db, db_password, db_host, db_port, db_user },
      },
      run: (args, context) => rolePresent("group", args, context),
    }),
    absent: stateFn({
      doc: "Makes a role not be there.",
      params: { name, user, maintenance_db, db_password, db_host, db_port, db_user },
      run: (args, context) => {
        const functions = { exists: "user_exists", remove: "group_remove" };
        return removeThing(
          { name: args.name, noun: "Group", ...functions, kwargs: loginArgs(args) },
          context,
        );
      },
    }),
  },
});
