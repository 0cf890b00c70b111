/**
 * Functions of `redis` for hashes.
 */
import type { Plain } from "@salt/core";
import { float, fn, isInt, isList, maybe, needed, pythonStr } from "@salt/core";
import { isDone, pairs } from "./replies.js";
import { placeIn, placeParams, withRedis } from "./session.js";

const key = needed.str("The key of the hash.");
const field = needed.str("The field.");
const value = needed.any("The value.");
const PLACE = new Set(["host", "port", "db", "password"]);

/** `hget`, `hset`, `hgetall`, `hdel`, `hscan` and their kin. */
export const hashFunctions = {
  hget: fn({
    doc: "The value of a field; null when it is not there.",
    examples: ["salt '*' redis.hget foo_hash bar_field"],
    params: { key, field, ...placeParams },
    run: (args, context) => withRedis(args, context, (redis) => redis.send("HGET", args.key, args.field)),
  }),
  hset: fn({
    doc: "Sets a field; 1 when it is new.",
    examples: ["salt '*' redis.hset foo_hash bar_field bar_value"],
    params: { key, field, value, ...placeParams },
    run: (args, context) =>
      withRedis(args, context, (redis) => redis.send("HSET", args.key, args.field, pythonStr(args.value))),
  }),
  hsetnx: fn({
    doc: "Sets a field that is not there; 1 when it was set.",
    examples: ["salt '*' redis.hsetnx foo_hash bar_field bar_value"],
    params: { key, field, value, ...placeParams },
    run: (args, context) =>
      withRedis(args, context, (redis) => redis.send("HSETNX", args.key, args.field, pythonStr(args.value))),
  }),
  hmset: fn({
    doc: "Sets several fields, given as keyword arguments.",
    examples: ["salt '*' redis.hmset foo_hash bar_field1=bar_value1 bar_field2=bar_value2"],
    params: { key },
    varkw: "fieldsvals",
    run: (args, context, { kwargs }) => {
      const fields = [...kwargs].filter(([name]) => !PLACE.has(name) && !name.startsWith("__"));
      const words = fields.flatMap(([name, one]) => [name, pythonStr(one)]);
      return withRedis(placeIn(kwargs), context, async (redis) =>
        isDone(await redis.send("HMSET", args.key, ...words)),
      );
    },
  }),
  hmget: fn({
    doc: "The values of several fields.",
    examples: ["salt '*' redis.hmget foo_hash bar_field1 bar_field2"],
    params: { key },
    varargs: "fields",
    varkw: "options",
    run: ({ key }, context, { args, kwargs }) =>
      withRedis(placeIn(kwargs), context, (redis) => redis.send("HMGET", key, ...args.map(pythonStr))),
  }),
  hdel: fn({
    doc: "Removes fields; says how many were there.",
    examples: ["salt '*' redis.hdel foo_hash bar_field1 bar_field2"],
    params: { key },
    varargs: "fields",
    varkw: "options",
    run: ({ key }, context, { args, kwargs }) =>
      withRedis(placeIn(kwargs), context, (redis) => redis.send("HDEL", key, ...args.map(pythonStr))),
  }),
  hexists: fn({
    doc: "Whether there is a field.",
    examples: ["salt '*' redis.hexists foo_hash bar_field"],
    params: { key, field, ...placeParams },
    run: (args, context) =>
      withRedis(args, context, async (redis) => isDone(await redis.send("HEXISTS", args.key, args.field))),
  }),
  hgetall: fn({
    doc: "All fields with their values.",
    examples: ["salt '*' redis.hgetall foo_hash"],
    params: { key, ...placeParams },
    run: (args, context): Promise<Plain> =>
      withRedis(args, context, async (redis) => pairs(await redis.send("HGETALL", args.key))),
  }),
  hvals: fn({
    doc: "The values of all fields.",
    examples: ["salt '*' redis.hvals foo_hash"],
    params: { key, ...placeParams },
    run: (args, context) => withRedis(args, context, (redis) => redis.send("HVALS", args.key)),
  }),
  hlen: fn({
    doc: "How many fields there are.",
    examples: ["salt '*' redis.hlen foo_hash"],
    params: { key, ...placeParams },
    run: (args, context) => withRedis(args, context, (redis) => redis.send("HLEN", args.key)),
  }),
  hincrby: fn({
    doc: "Adds a whole number to a field.",
    examples: ["salt '*' redis.hincrby foo_hash bar_field 5"],
    params: { key, field, increment: maybe.any(1, "How much."), ...placeParams },
    run: (args, context) =>
      withRedis(args, context, (redis) =>
        redis.send("HINCRBY", args.key, args.field, pythonStr(args.increment)),
      ),
  }),
  hincrbyfloat: fn({
    doc: "Adds a number to a field.",
    examples: ["salt '*' redis.hincrbyfloat foo_hash bar_field 5.17"],
    params: { key, field, increment: maybe.any(float(1), "How much."), ...placeParams },
    run: (args, context): Promise<Plain> =>
      withRedis(args, context, async (redis) =>
        float(Number(await redis.send("HINCRBYFLOAT", args.key, args.field, pythonStr(args.increment)))),
      ),
  }),
  hscan: fn({
    doc: "Some of the fields, and where to go on; 0 at the end.",
    examples: ["salt '*' redis.hscan foo_hash match='field_prefix_*' count=1"],
    params: {
      key,
      cursor: maybe.any(0, "Where to go on."),
      match: maybe.any(null, "A pattern."),
      count: maybe.any(null, "About how many."),
      ...placeParams,
    },
    run: (args, context): Promise<Plain> =>
      withRedis(args, context, async (redis) => {
        const match = args.match === null ? [] : ["MATCH", pythonStr(args.match)];
        const count = args.count === null ? [] : ["COUNT", pythonStr(args.count)];
        const reply = await redis.send("HSCAN", args.key, pythonStr(args.cursor), ...match, ...count);
        const [next = "0", found = []] = isList(reply) ? reply : [];
        const cursor = isInt(next) ? next : Number(pythonStr(next));
        return [cursor, pairs(found)];
      }),
  }),
};
