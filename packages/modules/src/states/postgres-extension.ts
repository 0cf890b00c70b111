/**
 * States of extensions of PostgreSQL.
 */
import { isList, isTrial, maybe, needed, stateFn, stateModule } from "@salt/core";
import { FLAGS } from "../execution/postgres-functions/extensions.js";
import { changed, failed, pending, unchanged } from "./answer/answer.js";
import { removeThing } from "./postgres-functions/remove.js";
import { isSo, loginArgs, needs, serverParams } from "./postgres-functions/server.js";

const name = needed.str("The extension.");
const { user, maintenance_db, db_password, db_host, db_port, db_user } = serverParams;

export const postgresExtension = stateModule("postgres_extension", {
  doc: "States of extensions of PostgreSQL.",
  available: needs("create_extension"),
  functions: {
    present: stateFn({
      doc: "Makes an extension be installed in a database.",
      params: {
        name,
        if_not_exists: maybe.any(null, "No error when it is there."),
        schema: maybe.any(null, "The schema for what it brings."),
        ext_version: maybe.any(null, "The version."),
        from_version: maybe.any(null, "The version of unpackaged objects it takes over."),
        ...{ user, maintenance_db, db_user, db_password, db_host, db_port },
      },
      run: async (args, context) => {
        const { name, schema, ext_version, if_not_exists, from_version } = args;
        const login = loginArgs(args);
        const told = await context.call("postgres.create_metadata", [name], {
          schema,
          ext_version,
          ...login,
        });
        const flags = isList(told) ? told : [];
        const isMissing = flags.includes(FLAGS.missing);
        if (!isMissing && !flags.includes(FLAGS.toMove) && !flags.includes(FLAGS.toUpgrade))
          return unchanged(name, `Extension ${name} is already present`);
        const [verb, done] = isMissing ? ["install", "installed"] : ["upgrade", "upgraded"];
        if (isTrial(context)) return pending(name, `Extension ${name} is set to be ${done}`);
        const how = { name, if_not_exists, schema, ext_version, from_version, ...login };
        if (!(await isSo(context, "create_extension", [], how)))
          return failed(name, `Failed to ${verb} extension ${name}`);
        const change = isMissing ? "Installed" : "Upgraded";
        return changed(name, `The extension ${name} has been ${done}`, { [name]: change });
      },
    }),
    absent: stateFn({
      doc: "Makes an extension not be installed.",
      params: {
        name,
        if_exists: maybe.any(null, "No error when it is not there."),
        restrict: maybe.any(null, "Not when something depends on it."),
        cascade: maybe.any(null, "With all that depends on it; true when not given."),
        ...{ user, maintenance_db, db_user, db_password, db_host, db_port },
      },
      run: (args, context) => {
        const { name, if_exists, restrict, cascade } = args;
        const functions = { exists: "is_installed_extension", remove: "drop_extension" };
        const how = { if_exists, restrict, cascade };
        return removeThing({ name, noun: "Extension", ...functions, how, kwargs: loginArgs(args) }, context);
      },
    }),
  },
});
