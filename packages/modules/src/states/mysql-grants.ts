/**
 * States of grants of MySQL and MariaDB.
 */
import { get, getList, isList, isTrial, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { changed, failed, pending, unchanged } from "./answer/answer.js";
import { MysqlCaller, needs } from "./mysql-functions/server.js";

const params = {
  name: needed.str("A name for the grant."),
  grant: needed.str("Privileges with commas between, or ALL."),
  database: needed.str("What they are on: `db.table`, `db.*` or `*.*`."),
  user: needed.str("The user."),
  host: maybe.str("localhost", "Where the user comes from."),
  grant_option: maybe.bool(false, "Whether the user may grant them on."),
  escape: maybe.bool(true, "Whether the names of database and table are quoted."),
};

export const mysqlGrants = stateModule("mysql_grants", {
  doc: "States of grants of MySQL and MariaDB.",
  available: needs("grant_exists"),
  functions: {
    present: stateFn({
      doc: "Makes a user have privileges.",
      params: {
        ...params,
        revoke_first: maybe.bool(false, "Whether others on the same database are taken first."),
        ssl_option: maybe.any(false, "What TLS is asked for: a list of maps."),
      },
      varkw: "connection_args",
      run: async (args, context, { kwargs }) => {
        const { name, grant, database, user, host, grant_option } = args;
        const mysql = new MysqlCaller(context, kwargs);
        const call = [grant, database, user, host, grant_option, args.escape];
        const what = `${grant} on ${database} to ${user}@${host ?? "localhost"}`;
        if (await mysql.isSo("grant_exists", call))
          return unchanged(name, `Grant ${what} is already present`);
        const failure = mysql.failure(name);
        if (failure !== undefined) return failure;
        if (isTrial(context)) return pending(name, `MySQL grant ${name} is set to be created`);
        if (args.revoke_first) await revokeOthers(args, mysql);
        if (await mysql.isSo("grant_add", [...call, args.ssl_option]))
          return changed(name, `Grant ${what} has been added`, { [name]: "Present" });
        const error = mysql.takeError();
        const words = `GRANT ${grant} ON ${database} TO ${user}@${host ?? "localhost"}`;
        return failed(name, `Failed to execute: "${words}"${error === undefined ? "" : ` (${error})`}`);
      },
    }),
    absent: stateFn({
      doc: "Makes a user not have privileges.",
      params,
      varkw: "connection_args",
      run: async (args, context, { kwargs }) => {
        const { name, grant, database, user, host, grant_option } = args;
        const mysql = new MysqlCaller(context, kwargs);
        const call = [grant, database, user, host, grant_option];
        const what = `${grant} on ${database} for ${user}@${host ?? "localhost"}`;
        if (!(await mysql.isSo("grant_exists", [...call, args.escape]))) {
          const failure = mysql.failure(
            name,
            (error) => `Unable to determine if grant ${what} exists (${error})`,
          );
          const whom = `${grant} on ${database} to ${user}@${host ?? "localhost"}`;
          return failure ?? unchanged(name, `Grant ${whom} is not present, so it cannot be revoked`);
        }
        if (isTrial(context)) return pending(name, `MySQL grant ${name} is set to be revoked`);
        if (await mysql.isSo("grant_revoke", call))
          return changed(name, `Grant ${what} has been revoked`, { [name]: "Absent" });
        const failure = mysql.failure(name, (error) => `Unable to revoke grant ${what} (${error})`);
        return failure ?? failed(name, `Unable to revoke grant ${what}`);
      },
    }),
  },
});

/** Takes the privileges that the user has on the same database. */
async function revokeOthers(
  args: {
    readonly database: string;
    readonly user: string;
    readonly host: string | null;
    readonly grant_option: boolean;
    readonly escape: boolean;
  },
  mysql: MysqlCaller,
): Promise<void> {
  const { database, user, host, grant_option } = args;
  const grants = await mysql.ask("user_grants", [user, host]);
  for (const statement of isList(grants) ? grants : []) {
    const tokens = await mysql.ask("tokenize_grant", [statement]);
    if (plain(pythonStr(get(tokens, "database") ?? "")) !== plain(database)) continue;
    const grant = (getList(tokens, "grant") ?? []).map(pythonStr).join(",");
    await mysql.ask("grant_revoke", [], { grant, database, user, host, grant_option, escape: args.escape });
  }
}

function plain(database: string): string {
  return database.replace(/[`\\]/g, "");
}
