/**
 * States of users of PostgreSQL.
 */
import { maybe, needed, stateFn, stateModule } from "@salt/core";
import { removeThing } from "./postgres-functions/remove.js";
import { roleParams } from "./postgres-functions/role-params.js";
import { rolePresent } from "./postgres-functions/role-state.js";
import { loginArgs, needs, serverParams } from "./postgres-functions/server.js";

const name = needed.str("The user.");
const { createdb, createroles, encrypted, superuser, replication, inherit, login, password } = roleParams;
const { user, maintenance_db, db_password, db_host, db_port, db_user } = serverParams;

export const postgresUser = stateModule("postgres_user", {
  doc: "States of users of PostgreSQL.",
  available: needs("user_exists"),
  functions: {
    present: stateFn({
      doc: "Makes a role that may log in be there as it is wanted.",
      params: {
        ...{ name, createdb, createroles, encrypted, superuser, replication, inherit, login, password },
        default_password: maybe.any(null, "The password of one that is made, when there is no other."),
        refresh_password: roleParams.refresh_password,
        valid_until: maybe.any(null, "Until when its password is good."),
        groups: roleParams.groups,
        ...{ user, maintenance_db, db_password, db_host, db_port, db_user },
      },
      run: (args, context) => rolePresent("user", args, context),
    }),
    absent: stateFn({
      doc: "Makes a role not be there.",
      params: { name, user, maintenance_db, db_password, db_host, db_port, db_user },
      run: (args, context) => {
        const functions = { exists: "user_exists", remove: "user_remove" };
        return removeThing({ name: args.name, noun: "User", ...functions, kwargs: loginArgs(args) }, context);
      },
    }),
  },
});
