/**
 * Functions of `mongodb` for the server, its databases and collections.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { dict, fn, get, isDict, isList, maybe, needed } from "@salt/core";
import type { PlaceArgs } from "./session.js";
import { authdb, done, inItself, ownAuthdb, placeParams, withMongo } from "./session.js";

const name = needed.str("The database.");
const database = maybe.str("admin", "The database.");
const collection = needed.str("The collection.");

/** `version`, `db_list`, `db_exists`, `db_remove`, `collections_list`, `collection_create`, `collection_drop`. */
export const databaseFunctions = {
  version: fn({
    doc: "The version that a server of MongoDB says it has.",
    examples: ["salt '*' mongodb.version"],
    params: { ...placeParams, database, authdb },
    run: async (args, context) =>
      await withMongo(args, context, async (mongo) => {
        const told = await mongo.command(args.database ?? "admin", dict({ buildInfo: 1 }));
        return get(told, "version") ?? null;
      }),
  }),
  db_list: fn({
    doc: "The names of the databases.",
    examples: ["salt '*' mongodb.db_list"],
    params: { ...placeParams, authdb },
    run: (args, context) => databases(args, context),
  }),
  db_exists: fn({
    doc: "Whether a database is there.",
    examples: ["salt '*' mongodb.db_exists shop"],
    params: { name, ...placeParams, authdb },
    run: async (args, context) => (await databases(args, context)).includes(args.name),
  }),
  db_remove: fn({
    doc: "Removes a database with all that is in it.",
    examples: ["salt '*' mongodb.db_remove shop"],
    params: { name, ...placeParams, authdb },
    run: async (args, context) => await done(args, args.name, dict({ dropDatabase: 1 }), context),
  }),
  collections_list: fn({
    doc: "The names of the collections of a database.",
    examples: ["salt '*' mongodb.collections_list database=shop"],
    params: { ...placeParams, database, authdb: ownAuthdb },
    run: async (args, context) => {
      const found = await withMongo(inItself(args), context, (mongo) =>
        mongo.command(args.database ?? "admin", dict({ listCollections: 1, nameOnly: true })),
      );
      return namesIn(get(get(found, "cursor") ?? null, "firstBatch") ?? null);
    },
  }),
  collection_create: fn({
    doc: "Makes a collection; an error when it is there.",
    examples: ["salt '*' mongodb.collection_create orders database=shop"],
    params: { collection, ...placeParams, database, authdb: ownAuthdb },
    run: async (args, context) =>
      await done(inItself(args), args.database ?? "admin", dict({ create: args.collection }), context),
  }),
  collection_drop: fn({
    doc: "Removes a collection with its documents.",
    examples: ["salt '*' mongodb.collection_drop orders database=shop"],
    params: { collection, ...placeParams, database, authdb: ownAuthdb },
    run: async (args, context) => {
      const wanted = dict({ drop: args.collection });
      try {
        return await done(inItself(args), args.database ?? "admin", wanted, context);
      } catch (error) {
        // As in Salt, one that is not there counts as dropped.
        if (error instanceof Error && /ns not found/i.test(error.message)) return true;
        throw error;
      }
    },
  }),
};

async function databases(args: PlaceArgs, context: ExecutionContext): Promise<readonly string[]> {
  const wanted = dict({ listDatabases: 1, nameOnly: true });
  const told = await withMongo(args, context, (mongo) => mongo.command("admin", wanted));
  return namesIn(get(told, "databases") ?? null);
}

function namesIn(value: Value): readonly string[] {
  const rows = isList(value) ? value.filter(isDict) : [];
  return rows.flatMap((row) => {
    const name = row.get("name");
    return typeof name === "string" ? [name] : [];
  });
}
