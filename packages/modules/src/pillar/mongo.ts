/**
 * Documents of MongoDB, as an external source of the pillar.
 */
import type { Dict, Value } from "@salt/core";
import {
  dict,
  fn,
  get,
  getDict,
  isDict,
  isInt,
  isList,
  maybe,
  needed,
  PythonRegex,
  pillarModule,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { driverThere } from "../drivers/load-driver.js";
import type { MongoPlace } from "../drivers/mongo.js";
import { openMongo } from "../drivers/mongo.js";
import { timeBound } from "../python/time-bound.js";

export const mongo = pillarModule("mongo", {
  doc: "The document of the minion's id in MongoDB. Options: mongo.host, .port, .user, .password, .db, or mongo.uri.",
  available: ({ opts }) => driverThere("mongodb", opts),
  functions: {
    ext_pillar: fn({
      doc: "Looks for one document and gives its fields.",
      params: {
        minion_id: needed.str("The minion."),
        pillar: needed.any("The pillar so far."),
        collection: maybe.str("pillar", "The collection."),
        id_field: maybe.str("_id", "The field that has the minion's id."),
        re_pattern: maybe.str(
          null,
          "A regular expression; what of the id fits it is replaced before the search.",
        ),
        re_replace: maybe.str("", "What it is replaced with."),
        fields: maybe.any(null, "The fields that are wanted; all of them unless told."),
      },
      run: async (args, { opts }) => {
        const { re_pattern, re_replace, minion_id } = args;
        const id =
          re_pattern === null || re_pattern === ""
            ? minion_id
            : timeBound(() => new PythonRegex(re_pattern).replace(minion_id, re_replace ?? "")).text;
        const session = await openMongo(placeOf(opts), opts);
        try {
          const database = textOf(opts, "db") ?? session.ownDatabase;
          if (database === undefined) throw new SaltInvocationError("mongo: the option mongo.db is not set");
          const at = { database, collection: args.collection ?? "pillar" };
          const query = dict({ [args.id_field ?? "_id"]: id });
          const [found] = await session.find(at, query, { limit: 1, ...chosen(args.fields) });
          return found === undefined ? {} : withIdAsText(found);
        } finally {
          await session.close();
        }
      },
    }),
  },
});

function chosen(fields: Value): { readonly fields?: Dict } {
  if (isDict(fields)) return { fields };
  const names = isList(fields) ? fields : [];
  return names.length === 0 ? {} : { fields: new Map(names.map((name) => [pythonStr(name), 1])) };
}

function withIdAsText(found: Dict): Dict {
  const id = found.get("_id");
  return id === undefined ? found : new Map(found).set("_id", pythonStr(id));
}

function optionOf(opts: Dict, name: string): Value {
  return opts.get(`mongo.${name}`) ?? get(getDict(opts, "mongo"), name) ?? null;
}

function textOf(opts: Dict, name: string): string | undefined {
  const value = optionOf(opts, name);
  return value === null || value === "" ? undefined : pythonStr(value);
}

function placeOf(opts: Dict): MongoPlace {
  const [uri, host] = [textOf(opts, "uri"), textOf(opts, "host")];
  if (uri !== undefined && host !== undefined)
    throw new SaltInvocationError("mongo: the options mongo.uri and mongo.host exclude each other");
  const port = optionOf(opts, "port");
  const texts = { uri, host, user: textOf(opts, "user"), password: textOf(opts, "password") };
  const given = Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined));
  return { ...given, ...(isInt(port) ? { port: Number(port) } : {}) };
}
