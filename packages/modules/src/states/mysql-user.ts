/**
 * States of users of MySQL and MariaDB.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { isTrial, isTruthy, maybe, needed, stateFn, stateModule } from "@salt/core";
import { changed, failed, pending, unchanged } from "./answer/answer.js";
import { MysqlCaller, needs } from "./mysql-functions/server.js";

const name = needed.str("The user.");
const host = maybe.str("localhost", "Where the user comes from.");

interface Wish {
  readonly name: string;
  readonly host: string;
  readonly password: Value;
  readonly password_hash: Value;
  readonly allow_passwordless: boolean;
  readonly unix_socket: boolean;
  readonly password_column: Value;
  readonly auth_plugin: string | null;
}

export const mysqlUser = stateModule("mysql_user", {
  doc: "States of users of MySQL and MariaDB.",
  available: needs("user_create"),
  functions: {
    present: stateFn({
      doc: "Makes a user be there with a password, or without one.",
      params: {
        ...{ name, host },
        password: maybe.any(null, "The password."),
        password_hash: maybe.any(null, "The password as the server keeps it."),
        allow_passwordless: maybe.bool(false, "Whether there may be no password."),
        unix_socket: maybe.bool(false, "Whether the account of the system stands for the password."),
        password_column: maybe.any(null, "The column that passwords are in, where the server is unusual."),
        auth_plugin: maybe.str("mysql_native_password", "How MySQL keeps the password."),
      },
      varkw: "connection_args",
      run: (args, context, { kwargs }) =>
        present({ ...args, host: args.host ?? "localhost" }, new MysqlCaller(context, kwargs), context),
    }),
    absent: stateFn({
      doc: "Makes a user not be there.",
      params: { name, host },
      varkw: "connection_args",
      run: async ({ name, host }, context, { kwargs }) => {
        const mysql = new MysqlCaller(context, kwargs);
        const who = `${name}@${host ?? "localhost"}`;
        const gone = `User ${who} is not present, so it cannot be removed`;
        if (!(await mysql.isSo("user_exists", [name, host])))
          return mysql.failure(name) ?? unchanged(name, gone);
        if (isTrial(context)) return pending(name, `User ${who} is set to be removed`);
        if (await mysql.isSo("user_remove", [name, host]))
          return changed(name, `User ${who} has been removed`, { [name]: "Absent" });
        return mysql.failure(name) ?? failed(name, `User ${who} failed to be removed`);
      },
    }),
  },
});

async function present(wish: Wish, mysql: MysqlCaller, context: ExecutionContext): Promise<StateAnswer> {
  const { name, host, password, password_hash, unix_socket, password_column, allow_passwordless } = wish;
  const isFree = !isTruthy(password) && !isTruthy(password_hash);
  if (isFree && !allow_passwordless && !unix_socket)
    return failed(
      name,
      "Either password or password_hash must be specified, unless allow_passwordless is True",
    );
  const secret = isFree ? { passwordless: true } : { password, password_hash };
  if (await mysql.isSo("user_exists", [name, host], { ...secret, unix_socket, password_column }))
    return unchanged(name, `User ${name}@${host} is already present${thereNow(wish, isFree)}`);
  const failure = mysql.failure(name);
  if (failure !== undefined) return failure;
  if (await mysql.isSo("user_exists", [name, host], { unix_socket }))
    return await changePassword(wish, isFree, mysql, context);
  return mysql.failure(name) ?? (await create(wish, mysql, context));
}

function thereNow(wish: Wish, isFree: boolean): string {
  if (isFree) return wish.allow_passwordless ? " with passwordless login" : "";
  if (wish.auth_plugin !== "mysql_native_password") return ". Unable to verify password.";
  const isHash = isTruthy(wish.password_hash) && !isTruthy(wish.password);
  return ` with the desired password${isHash ? " hash" : ""}`;
}

async function changePassword(
  wish: Wish,
  isFree: boolean,
  mysql: MysqlCaller,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name, host, password, password_hash, allow_passwordless, unix_socket } = wish;
  const refused = isFree && !allow_passwordless;
  if (isTrial(context)) {
    const comment = `Password for user ${name}@${host} is set to be ${isFree ? "cleared" : "changed"}`;
    return refused ? failed(name, `${comment}, but allow_passwordless != True`) : pending(name, comment);
  }
  const args = [name, host, password, password_hash, allow_passwordless, unix_socket];
  if (await mysql.isSo("user_chpass", args)) {
    const comment = `Password for user ${name}@${host} has been ${isFree ? "cleared" : "changed"}`;
    return changed(name, comment, { [name]: "Updated" });
  }
  const note = refused ? ". Note: allow_passwordless must be True to permit passwordless login." : "";
  const verb = isFree ? "clear" : "change";
  return failed(name, `Failed to ${verb} password for user ${name}@${host}${because(mysql)}${note}`);
}

async function create(wish: Wish, mysql: MysqlCaller, context: ExecutionContext): Promise<StateAnswer> {
  const { name, host, password, password_hash, allow_passwordless, unix_socket } = wish;
  const how = `${allow_passwordless ? " with passwordless login" : ""}${unix_socket ? " using unix_socket" : ""}`;
  if (isTrial(context)) return pending(name, `User ${name}@${host} is set to be added${how}`);
  const { password_column, auth_plugin } = wish;
  const args = [name, host, password, password_hash, allow_passwordless];
  return (await mysql.isSo("user_create", args, { unix_socket, password_column, auth_plugin }))
    ? changed(name, `The user ${name}@${host} has been added${how}`, { [name]: "Present" })
    : failed(name, `Failed to create user ${name}@${host}${because(mysql)}`);
}

function because(mysql: MysqlCaller): string {
  const error = mysql.takeError();
  return error === undefined ? "" : ` (${error})`;
}
