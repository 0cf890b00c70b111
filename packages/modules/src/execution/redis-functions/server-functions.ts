/**
 * Functions of `redis` for a server as a whole.
 */
import type { ExecutionContext, ExecutionFunction, Plain, Value } from "@salt/core";
import { fn, isList, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { infoFacts, isDone, pairs } from "./replies.js";
import type { PlaceArgs } from "./session.js";
import { isReachable, placeParams, withRedis } from "./session.js";

const { host, port, password } = placeParams;
const SENTINEL_PORT = 26379;

/** `info`, `ping`, `save`, `flushdb`, `config_get`, `slaveof`, `sentinel_get_master_ip` and their kin. */
export const serverFunctions = {
  info: fn({
    doc: "What the server tells of itself.",
    examples: ["salt '*' redis.info"],
    params: placeParams,
    run: (args, context): Promise<Plain> => info(args, context),
  }),
  ping: fn({
    doc: "Whether the server answers.",
    examples: ["salt '*' redis.ping"],
    params: placeParams,
    run: (args, context) => isReachable(args, context),
  }),
  dbsize: fn({
    doc: "How many keys there are.",
    examples: ["salt '*' redis.dbsize"],
    params: placeParams,
    run: (args, context) => withRedis(args, context, (redis) => redis.send("DBSIZE")),
  }),
  time: fn({
    doc: "The server's clock, in seconds since 1970.",
    examples: ["salt '*' redis.time"],
    params: placeParams,
    run: (args, context) =>
      withRedis(args, context, async (redis) => {
        const reply = await redis.send("TIME");
        return Number(isList(reply) ? reply[0] : 0);
      }),
  }),
  lastsave: fn({
    doc: "When the data was last saved, in seconds since 1970.",
    examples: ["salt '*' redis.lastsave"],
    params: placeParams,
    run: (args, context) => withRedis(args, context, (redis) => redis.send("LASTSAVE")),
  }),
  save: doing("SAVE", "Saves the data, and waits for it.", "save"),
  bgsave: doing("BGSAVE", "Begins to save the data.", "bgsave"),
  bgrewriteaof: doing("BGREWRITEAOF", "Begins to rewrite the log of changes.", "bgrewriteaof"),
  flushall: doing("FLUSHALL", "Removes all keys of all databases.", "flushall"),
  flushdb: doing("FLUSHDB", "Removes all keys of the database.", "flushdb"),
  config_get: fn({
    doc: "Settings of the server.",
    examples: ["salt '*' redis.config_get '*'"],
    params: { pattern: maybe.str("*", "A pattern of names."), ...placeParams },
    run: (args, context): Promise<Plain> =>
      withRedis(args, context, async (redis) =>
        pairs(await redis.send("CONFIG", "GET", args.pattern ?? "*")),
      ),
  }),
  config_set: fn({
    doc: "Changes a setting of the server.",
    examples: ["salt '*' redis.config_set masterauth luv_kittens"],
    params: { name: needed.str("The setting."), value: needed.any("Its value."), ...placeParams },
    run: (args, context) =>
      withRedis(args, context, async (redis) =>
        isDone(await redis.send("CONFIG", "SET", args.name, pythonStr(args.value))),
      ),
  }),
  shutdown: fn({
    doc: "Ends the server; whether it is gone.",
    examples: ["salt '*' redis.shutdown"],
    params: placeParams,
    run: async (args, context) => {
      if (!(await isReachable(args, context))) return false;
      try {
        await withRedis(args, context, (redis) => redis.send("SHUTDOWN"));
      } catch (error) {
        // The server goes without an answer.
        context.log.debug({ reason: String(error) }, "Redis went away");
      }
      return !(await isReachable(args, context));
    },
  }),
  slaveof: fn({
    doc: "Makes the server a replica of another, or of none.",
    examples: ["salt '*' redis.slaveof redis-test-master.lxc.example 6379", "salt '*' redis.slaveof"],
    params: {
      master_host: maybe.any(null, "The other server."),
      master_port: maybe.any(null, "Its port."),
      ...placeParams,
    },
    run: (args, context) => {
      const port = isTruthy(args.master_port) ? pythonStr(args.master_port) : "6379";
      const words = isTruthy(args.master_host) ? [pythonStr(args.master_host), port] : ["NO", "ONE"];
      return withRedis(args, context, async (redis) => isDone(await redis.send("SLAVEOF", ...words)));
    },
  }),
  get_master_ip: fn({
    doc: "Of which server this one is a replica.",
    examples: ["salt '*' redis.get_master_ip"],
    params: { host, port, password },
    run: async (args, context): Promise<Plain> => {
      const facts = await info({ ...args, db: null }, context);
      return { master_host: facts.get("master_host") ?? "", master_port: facts.get("master_port") ?? "" };
    },
  }),
  sentinel_get_master_ip: fn({
    doc: "Which server a sentinel says is the master.",
    examples: ["salt '*' redis.sentinel_get_master_ip mymaster"],
    params: { master: needed.str("The master's name."), host, port, password },
    run: async (args, context): Promise<Plain> => {
      const option = async (name: string, fallback: Value): Promise<Value> =>
        (await context.call("config.option", [`redis_sentinel.${name}`, fallback])) ?? fallback;
      const place = {
        host: args.host ?? (await option("host", "localhost")),
        port: args.port ?? (await option("port", SENTINEL_PORT)),
        password: args.password ?? (await option("password", null)),
        db: 0,
      };
      return await withRedis<Plain>(place, context, async (redis) => {
        const reply = await redis.send("SENTINEL", "GET-MASTER-ADDR-BY-NAME", args.master);
        const [master_host = null, master_port = null] = isList(reply) ? reply : [];
        return { master_host, master_port: master_port === null ? null : Number(master_port) };
      });
    },
  }),
};

async function info(args: PlaceArgs, context: ExecutionContext): Promise<ReadonlyMap<Value, Value>> {
  return await withRedis(args, context, async (redis) => infoFacts(pythonStr(await redis.send("INFO"))));
}

function doing(command: string, doc: string, fun: string): ExecutionFunction {
  return fn({
    doc,
    examples: [`salt '*' redis.${fun}`],
    params: placeParams,
    run: (args, context) => withRedis(args, context, async (redis) => isDone(await redis.send(command))),
  });
}
