/**
 * States of users of MongoDB.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import {
  isDict,
  isList,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  stateFn,
  stateModule,
} from "@salt/core";
import { changed, orFailed, pending, unchanged } from "./answer/answer.js";
import { needsMongo, serverParams } from "./mongodb-functions/server.js";

const name = needed.str("The user.");
const database = maybe.str("admin", "The database that knows the user.");
const authdb = maybe.str(null, "The database that knows who logs in.");

interface Server {
  readonly database: string;
  readonly [name: string]: Value;
}

export const mongodbUser = stateModule("mongodb_user", {
  doc: "States of users of MongoDB.",
  available: needsMongo,
  functions: {
    present: stateFn({
      doc: "Makes a user be there, with exactly the given roles of the database. The password of one that is there is not compared.",
      params: {
        name,
        passwd: needed.str("The user's password."),
        database,
        ...serverParams,
        authdb,
        roles: maybe.any(null, "Names of roles."),
      },
      run: async ({ name, passwd, roles, database: db, ...place }, context) =>
        await orFailed(name, async () => {
          const server = { ...place, database: db ?? "admin" };
          const wanted = isList(roles) ? roles.map((role) => pythonStr(role)) : [];
          const found = await context.call("mongodb.user_find", [name], server);
          if (isList(found) && found.length > 0) return await adjust(name, found, wanted, server, context);
          if (isTrial(context)) return pending(name, `User ${name} is not present and needs to be created`);
          await context.call("mongodb.user_create", [name, passwd], { ...server, roles: wanted });
          return changed(name, `User ${name} has been created`, { [name]: "Present" });
        }),
    }),
    absent: stateFn({
      doc: "Makes a user not be there.",
      params: { name, ...serverParams, database, authdb },
      run: async ({ name, database: db, ...place }, context) =>
        await orFailed(name, async () => {
          const server = { ...place, database: db ?? "admin" };
          if (!isTruthy(await context.call("mongodb.user_exists", [name], server)))
            return unchanged(name, `User ${name} is not present`);
          if (isTrial(context)) return pending(name, `User ${name} is present and needs to be removed`);
          await context.call("mongodb.user_remove", [name], server);
          return changed(name, `User ${name} has been removed`, { [name]: "Absent" });
        }),
    }),
  },
});

/** Gives and takes roles until a user has those that are wanted. */
async function adjust(
  name: string,
  found: readonly Value[],
  wanted: readonly string[],
  server: Server,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const has = rolesOf(found[0] ?? null, server.database);
  const missing = wanted.filter((role) => !has.includes(role));
  const tooMuch = has.filter((role) => !wanted.includes(role));
  const comment = `User ${name} is already present`;
  if (missing.length + tooMuch.length === 0) return unchanged(name, comment);
  const changes = { [name]: { database: server.database, roles: { old: has, new: wanted } } };
  if (isTrial(context)) return pending(name, comment, changes);
  const { database, ...place } = server;
  const change = async (fun: string, roles: readonly string[]): Promise<void> => {
    if (roles.length > 0) await context.call(`mongodb.${fun}`, [name, roles, database], place);
  };
  await change("user_grant_roles", missing);
  await change("user_revoke_roles", tooMuch);
  return changed(name, comment, changes);
}

function rolesOf(user: Value, database: Value): readonly string[] {
  const roles = isDict(user) ? user.get("roles") : undefined;
  const own = (isList(roles) ? roles : []).filter(isDict).filter((role) => role.get("db") === database);
  return own.map((role) => pythonStr(role.get("role") ?? ""));
}
