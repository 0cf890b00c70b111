/**
 * Functions of `mongodb` for users and their roles.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { dict, fn, get, isDict, isEqual, isList, maybe, needed, SaltInvocationError } from "@salt/core";
import type { PlaceArgs } from "./session.js";
import { authdb, done, fromJson, placeParams, withMongo } from "./session.js";

const name = needed.str("The user.");
const database = maybe.str("admin", "The database that knows the user.");
const inDatabase = needed.str("The database that knows the user.");
const roles = needed.any("Roles, or a text of JSON with them.");

/** `user_find`, `user_list`, `user_exists`, `user_create`, `user_remove`, `user_roles_exists`, `user_*_roles`. */
export const userFunctions = {
  user_find: fn({
    doc: "What the server knows of a user, as a list; it is empty when there is no such user.",
    examples: ["salt '*' mongodb.user_find deploy"],
    params: { name, ...placeParams, database, authdb },
    run: (args, context) => users(args, args.database, args.name, context),
  }),
  user_list: fn({
    doc: "The users of a database with their roles.",
    examples: ["salt '*' mongodb.user_list"],
    params: { ...placeParams, database, authdb },
    run: async (args, context) => (await users(args, args.database, 1, context)).map(shortly),
  }),
  user_exists: fn({
    doc: "Whether a user is there.",
    examples: ["salt '*' mongodb.user_exists deploy"],
    params: { name, ...placeParams, database, authdb },
    run: async (args, context) => (await users(args, args.database, args.name, context)).length > 0,
  }),
  user_create: fn({
    doc: "Makes a user with a password and roles of the same database; an error when it is there.",
    examples: ["salt '*' mongodb.user_create deploy secret roles='[\"readWrite\"]'"],
    params: {
      name,
      passwd: needed.str("The user's password."),
      ...placeParams,
      database,
      authdb,
      roles: maybe.any(null, "Names of roles."),
    },
    run: async (args, context) => {
      const db = args.database ?? "admin";
      const given = rolesIn(args.roles ?? []).map((role) => dict({ role, db }));
      const command = dict({ createUser: args.name, pwd: args.passwd, roles: given });
      return await done(args, db, command, context);
    },
  }),
  user_remove: fn({
    doc: "Removes a user; an error when there is none.",
    examples: ["salt '*' mongodb.user_remove deploy"],
    params: { name, ...placeParams, database, authdb },
    run: async (args, context) =>
      await done(args, args.database ?? "admin", dict({ dropUser: args.name }), context),
  }),
  user_roles_exists: fn({
    doc: "Whether a user has all of some roles.",
    examples: ["salt '*' mongodb.user_roles_exists deploy '[\"readWrite\"]' shop"],
    params: { name, roles, database: inDatabase, ...placeParams, authdb },
    run: async (args, context) => {
      const wanted = rolesIn(args.roles).map((role) =>
        isDict(role) ? role : dict({ role, db: args.database }),
      );
      const [found] = await users(args, args.database, args.name, context);
      const has = found === undefined ? null : (get(found, "roles") ?? null);
      if (!isList(has)) return false;
      return wanted.every((role) => has.some((one) => isEqual(one, role)));
    },
  }),
  user_grant_roles: fn({
    doc: "Gives roles to a user.",
    examples: ["salt '*' mongodb.user_grant_roles deploy '[\"readWrite\"]' shop"],
    params: { name, roles, database: inDatabase, ...placeParams, authdb },
    run: async (args, context) => {
      const command = dict({ grantRolesToUser: args.name, roles: rolesIn(args.roles) });
      return await done(args, args.database, command, context);
    },
  }),
  user_revoke_roles: fn({
    doc: "Takes roles from a user.",
    examples: ["salt '*' mongodb.user_revoke_roles deploy '[\"readWrite\"]' shop"],
    params: { name, roles, database: inDatabase, ...placeParams, authdb },
    run: async (args, context) => {
      const command = dict({ revokeRolesFromUser: args.name, roles: rolesIn(args.roles) });
      return await done(args, args.database, command, context);
    },
  }),
};

async function users(
  args: PlaceArgs,
  database: string | null,
  which: Value,
  context: ExecutionContext,
): Promise<readonly Dict[]> {
  const told = await withMongo(args, context, (mongo) =>
    mongo.command(database ?? "admin", dict({ usersInfo: which })),
  );
  const found = get(told, "users") ?? null;
  return isList(found) ? found.filter(isDict) : [];
}

function shortly(user: Dict): Dict {
  return dict({ user: user.get("user") ?? null, roles: user.get("roles") ?? [] });
}

function rolesIn(given: Value): readonly Value[] {
  const found = fromJson(given);
  if (isList(found)) return found;
  throw new SaltInvocationError("Roles have to be a list");
}
