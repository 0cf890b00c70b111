/**
 * Redis, as an external source of the pillar.
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
  parseJson,
  pillarModule,
  pythonStr,
} from "@salt/core";
import { driverThere } from "../drivers/load-driver.js";
import type { RedisPlace, RedisSession } from "../drivers/redis.js";
import { openRedis } from "../drivers/redis.js";

export const redis = pillarModule("redis", {
  doc: "The value of the minion's id in Redis. Options: redis.host, .port, .db, .password.",
  available: ({ opts }) => driverThere("redis", opts),
  functions: {
    ext_pillar: fn({
      doc: "`key_value`: the value under a key of the pillar; `key_json`: a text of JSON as the pillar itself.",
      params: {
        minion_id: needed.str("The minion."),
        pillar: needed.any("The pillar so far."),
        function: needed.str("key_value or key_json."),
        pillar_key: maybe.str(null, "The key of the pillar."),
      },
      run: async (args, { opts }) => {
        if (args.function !== "key_value" && args.function !== "key_json") return {};
        const session = await openRedis(placeOf(opts), opts);
        try {
          return args.function === "key_value"
            ? await keyValue(args.minion_id, args.pillar_key ?? "redis_pillar", session)
            : await keyJson(args.minion_id, args.pillar_key, session);
        } finally {
          await session.close();
        }
      },
    }),
  },
});

/** How a value of each type is read. */
const READS: Readonly<Record<string, (key: string) => readonly string[]>> = {
  string: (key) => ["GET", key],
  hash: (key) => ["HGETALL", key],
  list: (key) => ["LRANGE", key, "0", "-1"],
  set: (key) => ["SMEMBERS", key],
  zset: (key) => ["ZRANGE", key, "0", "-1"],
};

async function keyValue(key: string, pillarKey: string, redis: RedisSession): Promise<Dict> {
  const type = pythonStr(await redis.send("TYPE", key));
  const words = Object.hasOwn(READS, type) ? READS[type]?.(key) : undefined;
  if (words === undefined) return dict({});
  const value = await redis.send(...words);
  return dict({ [pillarKey]: type === "hash" ? pairs(value) : value });
}

async function keyJson(key: string, pillarKey: string | null, redis: RedisSession): Promise<Dict> {
  const text = await redis.send("GET", key);
  if (typeof text !== "string" || text === "") return dict({});
  const data = parseJson(text);
  if (isDict(data) && (pillarKey === null || pillarKey === "")) return data;
  return dict({ [pillarKey || "redis_pillar"]: data });
}

function pairs(cells: Value): Dict {
  const found = new Map<Value, Value>();
  if (isList(cells))
    for (let at = 0; at + 1 < cells.length; at += 2) found.set(cells[at] ?? null, cells[at + 1] ?? null);
  return found;
}

function placeOf(opts: Dict): RedisPlace {
  const option = (name: string): Value =>
    opts.get(`redis.${name}`) ?? get(getDict(opts, "redis"), name) ?? null;
  const [host, port, db, password] = [option("host"), option("port"), option("db"), option("password")];
  return {
    ...(host === null ? {} : { host: pythonStr(host) }),
    ...(isInt(port) ? { port: Number(port) } : {}),
    ...(isInt(db) ? { db: Number(db) } : {}),
    ...(password === null ? {} : { password: pythonStr(password) }),
  };
}
