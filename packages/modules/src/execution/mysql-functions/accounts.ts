/**
 * Accounts of a server: how MySQL and MariaDB, old and new, want passwords written.
 */
import { createHash } from "node:crypto";
import type { ExecutionContext, Value } from "@salt/core";
import { compareLoose } from "../../text/loose-version.js";
import type { ConnectionArgs } from "./place.js";
import { mysqlVersion, pluginStatus } from "./server-functions.js";
import { noteError, withMysql } from "./session.js";

/** Who, and what the password is to be. */
export interface AccountWish {
  readonly user: string;
  readonly host: string;
  readonly password: string | null;
  readonly password_hash: string | null;
  readonly passwordless: boolean;
  readonly unix_socket: boolean;
  readonly password_column: string | null;
  readonly auth_plugin: string;
}

/** A statement and its values; undefined when it cannot be written, which has been logged. */
export type Statement = readonly [sql: string, values: readonly Value[]];

/** The server, so far as its dialect matters. */
export interface Dialect {
  readonly isMaria: boolean;
  /** Keeps passwords by plugin: MariaDB since 10.4, MySQL since 8.0.11. */
  readonly isModern: boolean;
}

const NATIVE = "mysql_native_password";
const NO_PASSWORD = "password or password_hash must be specified, unless allow_passwordless=True";

/** The dialect of a server; undefined when it does not answer. */
export async function dialectOf(
  args: ConnectionArgs,
  context: ExecutionContext,
): Promise<Dialect | undefined> {
  const version = await mysqlVersion(args, context);
  if (version === "") return undefined;
  const isMaria = version.includes("MariaDB");
  return { isMaria, isModern: compareLoose(version, isMaria ? "10.4" : "8.0.11") >= 0 };
}

/** The query that finds an account, with its password when there is one to compare. */
export function findStatement(wish: AccountWish, dialect: Dialect, column: string): Statement {
  const start = "SELECT User, Host FROM mysql.user WHERE User = ? AND Host = ?";
  const who = [wish.user, wish.host];
  const kept = column === "Password" ? "`Password`" : "`authentication_string`";
  if (wish.passwordless && wish.unix_socket)
    return [`${start} AND plugin = ?`, [...who, dialect.isMaria ? "unix_socket" : "auth_socket"]];
  if (wish.passwordless) return [`${start} AND ${kept} = ''`, who];
  if (wish.password !== null && wish.password !== "") {
    if (dialect.isMaria || !dialect.isModern)
      return [`${start} AND ${kept} = PASSWORD(?)`, [...who, wish.password]];
    return wish.auth_plugin === NATIVE
      ? [`${start} AND ${kept} = ?`, [...who, nativeHash(wish.password)]]
      : [start, who];
  }
  return wish.password_hash === null || wish.password_hash === ""
    ? [start, who]
    : [`${start} AND ${kept} = ?`, [...who, wish.password_hash]];
}

/** The statement that makes an account. */
export async function createStatement(
  wish: AccountWish,
  dialect: Dialect,
  args: ConnectionArgs,
  context: ExecutionContext,
): Promise<Statement | undefined> {
  const start = "CREATE USER ?@?";
  const who = [wish.user, wish.host];
  if (wish.unix_socket) {
    const plugin = await socketPlugin(wish, dialect, args, context);
    return plugin === undefined ? undefined : [`${start} ${plugin}`, who];
  }
  if (wish.passwordless) return [start, who];
  const byPlugin = !dialect.isMaria && dialect.isModern;
  if (wish.password !== null)
    return byPlugin
      ? [`${start} IDENTIFIED WITH ? BY ?`, [...who, wish.auth_plugin, wish.password]]
      : [`${start} IDENTIFIED BY ?`, [...who, wish.password]];
  if (wish.password_hash !== null)
    return byPlugin
      ? [`${start} IDENTIFIED WITH ? AS ?`, [...who, wish.auth_plugin, wish.password_hash]]
      : [`${start} IDENTIFIED BY PASSWORD ?`, [...who, wish.password_hash]];
  context.log.error({}, NO_PASSWORD);
  return undefined;
}

/** The statement that changes or clears a password. */
export async function changeStatement(
  wish: AccountWish,
  dialect: Dialect,
  column: string,
  args: ConnectionArgs,
  context: ExecutionContext,
): Promise<Statement | undefined> {
  const who = [wish.user, wish.host];
  if (wish.passwordless && wish.unix_socket && wish.host === "localhost") {
    const plugin = await socketPlugin(wish, dialect, args, context);
    return plugin === undefined ? undefined : [`ALTER USER ?@? ${plugin}`, who];
  }
  const secret = wish.password ?? wish.password_hash;
  if (secret === null && !wish.passwordless) {
    context.log.error({}, NO_PASSWORD);
    return undefined;
  }
  const isPlain = wish.password !== null;
  const plugin = wish.auth_plugin === "" ? NATIVE : wish.auth_plugin;
  if (!dialect.isModern) {
    const value = secret === null ? "''" : isPlain ? "PASSWORD(?)" : "?";
    const kept = column === "Password" ? "`Password`" : "`authentication_string`";
    const sql = `UPDATE mysql.user SET ${kept} = ${value} WHERE User = ? AND Host = ?`;
    return [sql, [...(secret === null ? [] : [secret]), ...who]];
  }
  if (dialect.isMaria) {
    const value = isPlain ? "PASSWORD(?)" : "?";
    return [`ALTER USER ?@? IDENTIFIED VIA ? USING ${value}`, [...who, plugin, secret ?? ""]];
  }
  return [
    `ALTER USER ?@? IDENTIFIED WITH ? ${isPlain || secret === null ? "BY" : "AS"} ?`,
    [...who, plugin, secret ?? ""],
  ];
}

/** Where the server keeps passwords: `Password`, or `authentication_string`. */
export async function passwordColumn(args: ConnectionArgs, context: ExecutionContext): Promise<string> {
  const sql =
    "SELECT column_name FROM information_schema.COLUMNS WHERE table_schema = 'mysql' AND table_name = 'user' AND column_name = 'Password'";
  return await withMysql(args, context, "Password", async (session) =>
    (await session.run(sql)).count > 0 ? "Password" : "authentication_string",
  );
}

/** By which plugin an account logs in. */
export async function authPlugin(
  user: string,
  host: string,
  args: ConnectionArgs,
  context: ExecutionContext,
): Promise<string> {
  const sql = "SELECT plugin FROM mysql.user WHERE User = ? AND Host = ?";
  return await withMysql(args, context, NATIVE, async (session) =>
    String((await session.run(sql, [user, host])).rows[0]?.[0] ?? NATIVE),
  );
}

/** How MySQL itself hashes a password. */
function nativeHash(password: string): string {
  const sha1 = (data: string | Uint8Array): Buffer => createHash("sha1").update(data).digest();
  return `*${sha1(sha1(password)).toString("hex").toUpperCase()}`;
}

async function socketPlugin(
  { host }: AccountWish,
  { isMaria }: Dialect,
  args: ConnectionArgs,
  context: ExecutionContext,
): Promise<string | undefined> {
  const plugin = isMaria ? "unix_socket" : "auth_socket";
  if (!(await pluginStatus(plugin, args, context))) {
    noteError(`The ${plugin} plugin is not enabled.`, context);
    return undefined;
  }
  if (host === "localhost") return `IDENTIFIED ${isMaria ? "VIA" : "WITH"} ${plugin}`;
  noteError("Auth via unix_socket can be set only for host=localhost", context);
  return undefined;
}
