/**
 * How the functions of `postgres` reach a server: their parameters, and the options of the configuration behind them.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { isTruthy, maybe, pythonStr } from "@salt/core";

/** What a caller says of the server; nulls are filled from the options `postgres.*`. */
export interface Login {
  readonly user: Value;
  readonly host: Value;
  readonly port: Value;
  readonly maintenance_db: Value;
  readonly password: Value;
  /** The account of this system that runs `psql`. */
  readonly runas: Value;
}

/** The parameters, in the order in which most functions take them. */
export const loginParams = {
  user: maybe.any(null, "The role to log in as; `postgres.user` of the configuration when not given."),
  host: maybe.any(null, "The server: a name, or the directory of its socket; `postgres.host`."),
  port: maybe.any(null, "Its port; `postgres.port`."),
  maintenance_db: maybe.any(null, "The database to log in to; `postgres.maintenance_db`, or `postgres`."),
  password: maybe.any(null, "The password; `postgres.pass`."),
  runas: maybe.any(null, "The account that runs psql; `postgres` for a server on this machine."),
};

/** A login whose gaps are filled. */
export interface FilledLogin {
  readonly user: string | undefined;
  readonly host: string | undefined;
  readonly port: string | undefined;
  readonly database: string;
  readonly password: string | undefined;
  readonly runas: string | undefined;
}

/** Fills the gaps from the configuration. */
export async function filled(login: Login, context: ExecutionContext): Promise<FilledLogin> {
  const option = async (name: string): Promise<Value> =>
    (await context.call("config.option", [`postgres.${name}`])) ?? null;
  const either = async (given: Value, name: string): Promise<string | undefined> => {
    const value = isTruthy(given) ? given : await option(name);
    return isTruthy(value) ? pythonStr(value) : undefined;
  };
  const host = await either(login.host, "host");
  const isHere = host === undefined || host.startsWith("/");
  const password = login.password ?? (await option("pass"));
  return {
    user: await either(login.user, "user"),
    host,
    port: await either(login.port, "port"),
    database: (await either(login.maintenance_db, "maintenance_db")) ?? "postgres",
    // The option's default is an empty text.
    password: password === null || password === "" ? undefined : pythonStr(password),
    runas: login.runas === null ? (isHere ? systemAccount(context) : undefined) : pythonStr(login.runas),
  };
}

/** The account that the server runs as, by the kind of system. */
export function systemAccount({ grains }: ExecutionContext): string {
  return pythonStr(grains.get("os_family") ?? "").includes("OpenBSD") ? "_postgresql" : "postgres";
}
