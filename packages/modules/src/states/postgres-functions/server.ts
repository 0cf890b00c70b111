/**
 * What the states of PostgreSQL have in common: where the server is, and whether its functions are there.
 */
import type { ExecutionContext, StateModule, Value } from "@salt/core";
import { isTruthy, maybe } from "@salt/core";

/** The parameters of a server, in pieces: states do not have them in one order. */
export const serverParams = {
  user: maybe.any(null, "The account of this system that runs psql."),
  maintenance_db: maybe.any(null, "The database to log in to."),
  db_password: maybe.any(null, "The password to log in with."),
  db_host: maybe.any(null, "The server."),
  db_port: maybe.any(null, "Its port."),
  db_user: maybe.any(null, "The role to log in as."),
};

/** The same, as a state's arguments have them. */
export interface ServerArgs {
  readonly user: Value;
  readonly maintenance_db?: Value;
  readonly db_password: Value;
  readonly db_host: Value;
  readonly db_port: Value;
  readonly db_user: Value;
}

/** Keyword arguments of a call. */
export interface CallArgs {
  readonly [name: string]: Value;
}

/** How the functions of `postgres` name them. */
export function loginArgs(args: ServerArgs): CallArgs {
  return {
    ...(args.maintenance_db === undefined ? {} : { maintenance_db: args.maintenance_db }),
    runas: args.user,
    host: args.db_host,
    user: args.db_user,
    port: args.db_port,
    password: args.db_password,
  };
}

/** Whether a function of `postgres` is there; else the words of real Salt. */
export function needs(fun: string): StateModule["available"] {
  return async (context) =>
    (await context.functions.has(`postgres.${fun}`))
      ? true
      : "Unable to load postgres module.  Make sure `postgres.bins_dir` is set.";
}

/** Whether a function of `postgres` answers with something that counts as true. */
export async function isSo(
  context: ExecutionContext,
  fun: string,
  args: readonly Value[],
  kwargs: CallArgs,
): Promise<boolean> {
  return isTruthy(await context.call(`postgres.${fun}`, args, kwargs));
}
