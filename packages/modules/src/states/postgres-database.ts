/**
 * States of databases of PostgreSQL.
 */
import type { Dict, ExecutionContext, StateAnswer, Value } from "@salt/core";
import {
  getDict,
  getString,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  stateFn,
  stateModule,
} from "@salt/core";
import { answer, changed, failed, unchanged } from "./answer/answer.js";
import { removeThing } from "./postgres-functions/remove.js";
import type { ServerArgs } from "./postgres-functions/server.js";
import { isSo, loginArgs, needs, serverParams } from "./postgres-functions/server.js";

const name = needed.str("The database.");
const { user, maintenance_db, db_password, db_host, db_port, db_user } = serverParams;

interface Wish extends ServerArgs {
  readonly name: string;
  readonly tablespace: Value;
  readonly encoding: Value;
  readonly lc_collate: Value;
  readonly lc_ctype: Value;
  readonly owner: Value;
  readonly owner_recurse: boolean;
  readonly template: Value;
}

export const postgresDatabase = stateModule("postgres_database", {
  doc: "States of databases of PostgreSQL.",
  available: needs("user_exists"),
  functions: {
    present: stateFn({
      doc: "Makes a database be there; tablespace and owner can be changed later, the rest cannot.",
      params: {
        name,
        tablespace: maybe.any(null, "The tablespace."),
        encoding: maybe.any(null, "The encoding, such as UTF8."),
        lc_collate: maybe.any(null, "The locale that it sorts by."),
        lc_ctype: maybe.any(null, "The locale of its letters."),
        owner: maybe.any(null, "The role it belongs to."),
        owner_recurse: maybe.bool(false, "Whether a change of owner is for all that is in it."),
        template: maybe.any(null, "The database it is a copy of."),
        ...{ user, maintenance_db, db_password, db_host, db_port, db_user },
      },
      run: (args, context) => present(args, context),
    }),
    absent: stateFn({
      doc: "Makes a database not be there.",
      params: { name, user, maintenance_db, db_password, db_host, db_port, db_user },
      run: (args, context) => {
        const functions = { exists: "db_exists", remove: "db_remove" };
        return removeThing(
          { name: args.name, noun: "Database", ...functions, kwargs: loginArgs(args) },
          context,
        );
      },
    }),
  },
});

async function present(wish: Wish, context: ExecutionContext): Promise<StateAnswer> {
  const { name, tablespace, owner } = wish;
  const login = loginArgs(wish);
  const found = getDict(await context.call("postgres.db_list", [], login), name);
  if (found === undefined) return await create(wish, context);
  if (!fitsForGood(wish, found))
    return failed(name, `Database ${name} has wrong parameters which couldn't be changed on fly.`);
  if (isLike(found, "Tablespace", tablespace) && isLike(found, "Owner", owner))
    return unchanged(name, `Database ${name} is already present`);
  if (isTrial(context))
    return answer(name, null, `Database ${name} exists, but parameters need to be changed`);
  const { owner_recurse } = wish;
  return (await isSo(context, "db_alter", [name], { tablespace, owner, owner_recurse, ...login }))
    ? changed(name, `Parameters for database ${name} have been changed`, { [name]: "Parameters changed" })
    : failed(name, `Failed to change parameters for database ${name}`);
}

async function create(wish: Wish, context: ExecutionContext): Promise<StateAnswer> {
  const { name, tablespace, encoding, lc_collate, lc_ctype, owner, template } = wish;
  if (isTrial(context)) return answer(name, null, `Database ${name} is set to be created`);
  const how = { tablespace, encoding, lc_collate, lc_ctype, owner, template, ...loginArgs(wish) };
  return (await isSo(context, "db_create", [name], how))
    ? changed(name, `The database ${name} has been created`, { [name]: "Present" })
    : failed(name, `Failed to create database ${name}`);
}

/** Whether what cannot be changed is as it is wanted. */
function fitsForGood(wish: Wish, found: Dict): boolean {
  const encoding = (getString(found, "Encoding") ?? "").toLowerCase();
  return (
    (!isTruthy(wish.encoding) || encoding === pythonStr(wish.encoding).toLowerCase()) &&
    isLike(found, "Collate", wish.lc_collate) &&
    isLike(found, "Ctype", wish.lc_ctype)
  );
}

function isLike(found: Dict, fact: string, wish: Value): boolean {
  return !isTruthy(wish) || found.get(fact) === wish;
}
