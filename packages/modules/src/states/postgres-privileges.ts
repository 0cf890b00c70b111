/**
 * States of privileges of roles of PostgreSQL.
 */
import type { Value } from "@salt/core";
import { isList, isTrial, isTruthy, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { changed, failed, pending, unchanged } from "./answer/answer.js";
import { isSo, loginArgs, needs, serverParams } from "./postgres-functions/server.js";

const name = needed.str("The role.");
const object_name = needed.str("The object; ALL for all tables or sequences of a schema.");
const object_type = needed.str("table, sequence, schema, tablespace, language, database, function or group.");
const privileges = maybe.any(null, "Privileges, a list.");
const prepend = maybe.str("public", "The schema that a table, a sequence or a function is in.");
const { user, maintenance_db, db_password, db_host, db_port, db_user } = serverParams;

export const postgresPrivileges = stateModule("postgres_privileges", {
  doc: "States of privileges of roles of PostgreSQL.",
  available: needs("privileges_grant"),
  functions: {
    present: stateFn({
      doc: "Makes a role have privileges on an object, or belong to a group.",
      params: {
        ...{ name, object_name, object_type, privileges },
        grant_option: maybe.any(null, "Whether it may grant them on."),
        ...{ prepend, maintenance_db, user, db_password, db_host, db_port, db_user },
      },
      run: async (args, context) => {
        const { name, object_name, object_type, grant_option, prepend } = args;
        const privileges = joined(args.privileges);
        const call = [name, object_name, object_type];
        const kwargs = { privileges, grant_option, prepend, ...loginArgs(args) };
        if (await isSo(context, "has_privileges", call, kwargs))
          return unchanged(name, "The requested privilege(s) are already set");
        const what = shown(args.object_type, object_name, privileges);
        if (isTrial(context))
          return pending(name, `The privilege(s): ${what} are set to be granted to ${name}`);
        return (await isSo(context, "privileges_grant", call, kwargs))
          ? changed(name, `The privilege(s): ${what} have been granted to ${name}`, { [name]: "Present" })
          : failed(name, `Failed to grant privilege(s): ${what} to ${name}`);
      },
    }),
    absent: stateFn({
      doc: "Makes a role not have privileges on an object, or not belong to a group.",
      params: {
        ...{ name, object_name, object_type, privileges, prepend, maintenance_db, user },
        ...{ db_password, db_host, db_port, db_user },
      },
      run: async (args, context) => {
        const { name, object_name, object_type, prepend } = args;
        const privileges = joined(args.privileges);
        const call = [name, object_name, object_type];
        const kwargs = { privileges, prepend, ...loginArgs(args) };
        if (!(await isSo(context, "has_privileges", call, kwargs)))
          return unchanged(name, "The requested privilege(s) are not set so cannot be revoked");
        const what = shown(args.object_type, object_name, privileges);
        if (isTrial(context))
          return pending(name, `The privilege(s): ${what} are set to be revoked from ${name}`);
        return (await isSo(context, "privileges_revoke", call, kwargs))
          ? changed(name, `The privilege(s): ${what} have been revoked from ${name}`, { [name]: "Absent" })
          : failed(name, `Failed to revoke privilege(s): ${what} from ${name}`);
      },
    }),
  },
});

function joined(privileges: Value): string | null {
  if (!isTruthy(privileges)) return null;
  return isList(privileges) ? privileges.map(pythonStr).join(",") : pythonStr(privileges);
}

function shown(kind: string, object: string, privileges: string | null): string {
  return kind === "group" ? object : (privileges ?? "None");
}
