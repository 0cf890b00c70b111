/**
 * Functions of `mongodb` for documents.
 */
import type { Dict, Value } from "@salt/core";
import { dict, fn, isDict, isList, maybe, needed, pythonStr, SaltInvocationError } from "@salt/core";
import { ownAuthdb as authdb, fromJson, inItself, mapOf, placeParams, withMongo } from "./session.js";

const collection = needed.str("The collection.");
const database = maybe.str("admin", "The database.");
const query = maybe.any(null, "What documents have to have, as a map or JSON; a list of several.");
/** How often `remove` may be asked for one document more. */
const MOST_REMOVED = 100_000;

/** `insert`, `update_one`, `find`, `remove`. */
export const documentFunctions = {
  insert: fn({
    doc: "Adds documents.",
    examples: ["salt '*' mongodb.insert '[{\"id\": 1}]' orders database=shop"],
    params: {
      objects: needed.any("A list of maps, or a text of JSON with one."),
      collection,
      ...placeParams,
      database,
      authdb,
    },
    run: async (args, context) => {
      const objects = fromJson(args.objects);
      const documents = isList(objects) ? objects.filter(isDict) : [];
      if (!isList(objects) || documents.length === 0 || documents.length !== objects.length)
        throw new SaltInvocationError("The objects have to be a list of maps with at least one");
      await withMongo(inItself(args), context, async (mongo) => {
        await mongo.insert({ database: args.database ?? "admin", collection: args.collection }, documents);
        return true;
      });
      return true;
    },
  }),
  update_one: fn({
    doc: "Sets fields of the one document that matches.",
    examples: [`salt '*' mongodb.update_one '{"_id": "a"} {"state": "sent"}' orders database=shop`],
    params: {
      objects: needed.any("Two maps in JSON with a space between them: what to match, and what to set."),
      collection,
      ...placeParams,
      database,
      authdb,
    },
    run: async (args, context) => {
      const [which, fields] = twoMaps(pythonStr(args.objects));
      return await withMongo(inItself(args), context, async (mongo) => {
        const at = { database: args.database ?? "admin", collection: args.collection };
        const found = await mongo.find(at, which, { limit: 2 });
        if (found.length === 0) return "Did not find any result. You should try an insert before.";
        if (found.length > 1) return "Too many results. Please try to be more specific.";
        return `${await mongo.update(at, which, dict({ $set: fields }))} objects updated`;
      });
    },
  }),
  find: fn({
    doc: "The documents that match.",
    examples: [`salt '*' mongodb.find orders '{"state": "sent"}' database=shop`],
    params: { collection, query, ...placeParams, database, authdb },
    run: async (args, context) =>
      await withMongo(inItself(args), context, async (mongo) => {
        const at = { database: args.database ?? "admin", collection: args.collection };
        const found: Dict[] = [];
        for (const one of queriesIn(args.query)) found.push(...(await mongo.find(at, one)));
        return found;
      }),
  }),
  remove: fn({
    doc: "Removes the first document that matches, or as many as `w` says.",
    examples: [`salt '*' mongodb.remove orders '{"state": "sent"}' w=10 database=shop`],
    params: {
      collection,
      query,
      ...placeParams,
      database,
      w: maybe.int(1, "How many documents at most, for each query."),
      authdb,
    },
    run: async (args, context) =>
      await withMongo(inItself(args), context, async (mongo) => {
        const at = { database: args.database ?? "admin", collection: args.collection };
        let removed = 0;
        for (const one of queriesIn(args.query)) {
          for (let left = Math.min(args.w ?? 1, MOST_REMOVED); left > 0; left -= 1) {
            const count = await mongo.remove(at, one);
            if (count === 0) break;
            removed += count;
          }
        }
        return `${removed} objects removed`;
      }),
  }),
};

function queriesIn(given: Value): readonly Dict[] {
  const found = fromJson(given ?? new Map());
  return isList(found) ? found.map((one) => mapOf(one, "A query")) : [mapOf(found, "The query")];
}

function twoMaps(text: string): readonly [Dict, Dict] {
  const [first, second, ...more] = text.split(/\}\s+\{/);
  if (first === undefined || second === undefined || more.length > 0)
    throw new SaltInvocationError(
      `Your request does not contain a valid '{"_id": "my_id"} {"my_doc": "my_val"}'`,
    );
  return [mapOf(`${first}}`, "What to match"), mapOf(`{${second}`, "What to set")];
}
