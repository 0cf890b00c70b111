/**
 * Functions of `redis` for keys, lists and sets.
 */
import type { Plain, Value } from "@salt/core";
import { fn, isList, maybe, needed, pythonStr } from "@salt/core";
import { isDone } from "./replies.js";
import { placeIn, placeParams, withRedis } from "./session.js";

const key = needed.str("The key.");
const start = needed.any("The first place.");
const stop = needed.any("The last place; -1 for the last there is.");

/** `get_key`, `set_key`, `delete`, `exists`, `expire`, `keys`, `lrange`, `smembers`, `zrange` and their kin. */
export const keyFunctions = {
  get_key: fn({
    doc: "The value of a key; null when it is not there.",
    examples: ["salt '*' redis.get_key foo"],
    params: { key, ...placeParams },
    run: (args, context) => withRedis(args, context, (redis) => redis.send("GET", args.key)),
  }),
  set_key: fn({
    doc: "Sets a key.",
    examples: ["salt '*' redis.set_key foo bar"],
    params: { key, value: needed.any("The value."), ...placeParams },
    run: (args, context) =>
      withRedis(args, context, async (redis) =>
        isDone(await redis.send("SET", args.key, pythonStr(args.value))),
      ),
  }),
  delete: fn({
    doc: "Removes keys; says how many were there.",
    examples: ["salt '*' redis.delete foo bar"],
    varargs: "keys",
    varkw: "connection_args",
    run: (_args, context, { args, kwargs }) =>
      withRedis(placeIn(kwargs), context, (redis) => redis.send("DEL", ...args.map(pythonStr))),
  }),
  exists: fn({
    doc: "How many keys of a name there are: 1 or 0.",
    examples: ["salt '*' redis.exists foo"],
    params: { key, ...placeParams },
    run: (args, context) => withRedis(args, context, (redis) => redis.send("EXISTS", args.key)),
  }),
  expire: fn({
    doc: "Lets a key expire after seconds; false when it is not there.",
    examples: ["salt '*' redis.expire foo 300"],
    params: { key, seconds: needed.int("Seconds."), ...placeParams },
    run: (args, context) =>
      withRedis(args, context, async (redis) =>
        isDone(await redis.send("EXPIRE", args.key, String(args.seconds))),
      ),
  }),
  expireat: fn({
    doc: "Lets a key expire at a time; false when it is not there.",
    examples: ["salt '*' redis.expireat foo 1400000000"],
    params: { key, timestamp: needed.int("Seconds since 1970."), ...placeParams },
    run: (args, context) =>
      withRedis(args, context, async (redis) =>
        isDone(await redis.send("EXPIREAT", args.key, String(args.timestamp))),
      ),
  }),
  keys: fn({
    doc: "The keys of a pattern.",
    examples: ["salt '*' redis.keys 'test*'"],
    params: { pattern: maybe.str("*", "The pattern."), ...placeParams },
    run: (args, context) => withRedis(args, context, (redis) => redis.send("KEYS", args.pattern ?? "*")),
  }),
  key_type: fn({
    doc: "The type of a key: string, list, set, zset, hash or none.",
    examples: ["salt '*' redis.key_type foo"],
    params: { key, ...placeParams },
    run: (args, context) => withRedis(args, context, (redis) => redis.send("TYPE", args.key)),
  }),
  llen: fn({
    doc: "How long a list is.",
    examples: ["salt '*' redis.llen foo_list"],
    params: { key, ...placeParams },
    run: (args, context) => withRedis(args, context, (redis) => redis.send("LLEN", args.key)),
  }),
  lrange: fn({
    doc: "A piece of a list.",
    examples: ["salt '*' redis.lrange foo_list 0 10"],
    params: { key, start, stop, ...placeParams },
    run: (args, context) =>
      withRedis(args, context, (redis) =>
        redis.send("LRANGE", args.key, pythonStr(args.start), pythonStr(args.stop)),
      ),
  }),
  smembers: fn({
    doc: "What is in a set.",
    examples: ["salt '*' redis.smembers foo_set"],
    params: { key, ...placeParams },
    run: (args, context): Promise<Plain> =>
      withRedis(args, context, async (redis) => listOf(await redis.send("SMEMBERS", args.key))),
  }),
  zcard: fn({
    doc: "How large a sorted set is.",
    examples: ["salt '*' redis.zcard foo_sorted"],
    params: { key, ...placeParams },
    run: (args, context) => withRedis(args, context, (redis) => redis.send("ZCARD", args.key)),
  }),
  zrange: fn({
    doc: "A piece of a sorted set.",
    examples: ["salt '*' redis.zrange foo_sorted 0 10"],
    params: { key, start, stop, ...placeParams },
    run: (args, context) =>
      withRedis(args, context, (redis) =>
        redis.send("ZRANGE", args.key, pythonStr(args.start), pythonStr(args.stop)),
      ),
  }),
};

function listOf(reply: Value): readonly Value[] {
  return isList(reply) ? reply : [];
}
