/**
 * Functions of `mysql` for users.
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { fn, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import type { AccountWish, Dialect } from "./accounts.js";
import {
  authPlugin,
  changeStatement,
  createStatement,
  dialectOf,
  findStatement,
  passwordColumn,
} from "./accounts.js";
import type { ConnectionArgs } from "./place.js";
import { asMaps, withMysql } from "./session.js";

const varkw = "connection_args";
const user = needed.str("The user.");
const host = maybe.str("localhost", "Where the user comes from.");
const password = maybe.any(null, "The password.");
const password_hash = maybe.any(null, "The password as the server keeps it.");
const allow_passwordless = maybe.bool(false, "Whether there may be no password.");
const unix_socket = maybe.bool(false, "Whether the account of the system stands for the password.");
const password_column = maybe.str(null, "The column that passwords are in, where the server is unusual.");

/** `user_list`, `user_exists`, `user_info`, `user_create`, `user_chpass`, `user_remove`. */
export const userFunctions = {
  user_list: fn({
    doc: "The users and where they come from.",
    examples: ["salt '*' mysql.user_list"],
    varkw,
    run: (_args, context, { kwargs }) =>
      withMysql<Plain>(kwargs, context, [], async (session) => [
        ...asMaps(await session.run("SELECT User, Host FROM mysql.user")),
      ]),
  }),
  user_exists: fn({
    doc: "Whether there is a user, with a password when one is given.",
    examples: ["salt '*' mysql.user_exists app localhost secret"],
    params: {
      ...{ user, host, password, password_hash },
      passwordless: maybe.bool(false, "Whether it is to have none."),
      ...{ unix_socket, password_column },
    },
    varkw,
    run: (args, context, { kwargs }) => exists(wishOf(args), kwargs, context),
  }),
  user_info: fn({
    doc: "What the server keeps of a user; null when it is not there.",
    examples: ["salt '*' mysql.user_info app localhost"],
    params: { user, host },
    varkw,
    run: (args, context, { kwargs }) =>
      withMysql<Plain>(kwargs, context, false, async (session) => {
        const sql = "SELECT * FROM mysql.user WHERE User = ? AND Host = ?";
        return asMaps(await session.run(sql, [args.user, args.host ?? "localhost"]))[0] ?? null;
      }),
  }),
  user_create: fn({
    doc: "Makes a user; false when it is there.",
    examples: ["salt '*' mysql.user_create app '%' secret"],
    params: {
      ...{ user, host, password, password_hash, allow_passwordless, unix_socket, password_column },
      auth_plugin: maybe.str("mysql_native_password", "How MySQL keeps the password."),
    },
    varkw,
    run: async (args, context, { kwargs }) => {
      const wish = wishOf({ ...args, passwordless: args.allow_passwordless });
      const place = await reachable(wish, kwargs, context);
      if (place === undefined || (await exists(anyPassword(wish), place.args, context))) return false;
      const statement = await createStatement(wish, place.dialect, place.args, context);
      if (statement === undefined) return false;
      const isDone = await withMysql(place.args, context, false, async (session) => {
        await session.run(...statement);
        return true;
      });
      return (
        isDone && (await exists({ ...wish, passwordless: false, unix_socket: false }, place.args, context))
      );
    },
  }),
  user_chpass: fn({
    doc: "Changes the password of a user, or clears it.",
    examples: ["salt '*' mysql.user_chpass app localhost newpassword"],
    params: { user, host, password, password_hash, allow_passwordless, unix_socket, password_column },
    varkw,
    run: async (args, context, { kwargs }) => {
      const wish = wishOf({ ...args, passwordless: args.allow_passwordless });
      const place = await reachable(wish, kwargs, context);
      if (place === undefined || !(await exists(anyPassword(wish), place.args, context))) return false;
      const column = args.password_column ?? (await passwordColumn(place.args, context));
      const auth_plugin = await authPlugin(wish.user, wish.host, place.args, context);
      const full = { ...wish, auth_plugin };
      const statement = await changeStatement(full, place.dialect, column, place.args, context);
      if (statement === undefined) return false;
      return await withMysql(place.args, context, false, async (session) => {
        const { count } = await session.run(...statement);
        if (!place.dialect.isModern && count === 0) return false;
        await session.run("FLUSH PRIVILEGES");
        return true;
      });
    },
  }),
  user_remove: fn({
    doc: "Removes a user.",
    examples: ["salt '*' mysql.user_remove app localhost"],
    params: { user, host },
    varkw,
    run: async (args, context, { kwargs }) => {
      const wish = wishOf(args);
      if (!(await exists(wish, kwargs, context))) return false;
      const isDone = await withMysql(kwargs, context, false, async (session) => {
        await session.run("DROP USER ?@?", [wish.user, wish.host]);
        return true;
      });
      return isDone && !(await exists(wish, kwargs, context));
    },
  }),
};

function wishOf(args: {
  readonly user: string;
  readonly host: string | null;
  readonly password?: Value;
  readonly password_hash?: Value;
  readonly passwordless?: boolean;
  readonly unix_socket?: boolean;
  readonly password_column?: string | null;
  readonly auth_plugin?: string | null;
}): AccountWish {
  const text = (value: Value | undefined): string | null => (isTruthy(value) ? pythonStr(value ?? "") : null);
  return {
    user: args.user,
    host: args.host ?? "localhost",
    password: text(args.password),
    password_hash: text(args.password_hash),
    passwordless: args.passwordless ?? false,
    unix_socket: args.unix_socket ?? false,
    password_column: args.password_column ?? null,
    auth_plugin: args.auth_plugin ?? "mysql_native_password",
  };
}

function anyPassword(wish: AccountWish): AccountWish {
  return { ...wish, password: null, password_hash: null, passwordless: false, unix_socket: false };
}

/** Whether an account is there; its own password is tried when there is no other way to log in. */
async function exists(wish: AccountWish, args: ConnectionArgs, context: ExecutionContext): Promise<boolean> {
  const place = await reachable(wish, args, context);
  if (place === undefined) return false;
  const column = wish.password_column ?? (await passwordColumn(place.args, context));
  const auth_plugin = await authPlugin(wish.user, wish.host, place.args, context);
  const statement = findStatement({ ...wish, auth_plugin }, place.dialect, column);
  return await withMysql(
    place.args,
    context,
    false,
    async (session) => (await session.run(...statement)).count === 1,
  );
}

/** The server's dialect and the arguments by which it can be reached: with the password of the wish, if need be. */
async function reachable(
  wish: AccountWish,
  args: ConnectionArgs,
  context: ExecutionContext,
): Promise<{ readonly dialect: Dialect; readonly args: ConnectionArgs } | undefined> {
  const dialect = await dialectOf(args, context);
  if (dialect !== undefined) return { dialect, args };
  if (wish.password === null) return undefined;
  const own = new Map([...args, ["connection_pass", wish.password] as const]);
  const found = await dialectOf(own, context);
  return found === undefined ? undefined : { dialect: found, args: own };
}
