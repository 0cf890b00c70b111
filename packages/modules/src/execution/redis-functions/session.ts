/**
 * One session with Redis for one call.
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { CommandExecutionError, isTruthy, maybe, pythonStr, SaltInvocationError } from "@salt/core";
import type { RedisPlace, RedisSession } from "../../drivers/redis.js";
import { openRedis, RedisFault } from "../../drivers/redis.js";

/** The parameters that say where the server is. */
export const placeParams = {
  host: maybe.any(null, "The server; `redis.host` of the configuration when not given."),
  port: maybe.any(null, "Its port; `redis.port`."),
  db: maybe.any(null, "The number of the database; `redis.db`."),
  password: maybe.any(null, "The password; `redis.password`."),
};

/** The same, as arguments have them. */
export interface PlaceArgs {
  readonly host: Value;
  readonly port: Value;
  readonly db: Value;
  readonly password: Value;
}

/** Where the server is, from keyword arguments. */
export function placeIn(kwargs: ReadonlyMap<string, Value>): PlaceArgs {
  const given = (name: string): Value => kwargs.get(name) ?? null;
  return { host: given("host"), port: given("port"), db: given("db"), password: given("password") };
}

/** Opens a session for as long as `use` takes. Throws CommandExecutionError for what the server complains of. */
export async function withRedis<T extends Plain>(
  args: PlaceArgs,
  context: ExecutionContext,
  use: (redis: RedisSession) => Promise<T>,
): Promise<T> {
  try {
    const redis = await openRedis(await placeOf(args, context), context.opts);
    try {
      return await use(redis);
    } finally {
      await redis.close();
    }
  } catch (error) {
    if (error instanceof RedisFault) throw new CommandExecutionError(error.message);
    throw error;
  }
}

/** Opens a session with a server, and gives false when it cannot be reached. */
export async function isReachable(args: PlaceArgs, context: ExecutionContext): Promise<boolean> {
  try {
    return await withRedis(args, context, async (redis) => (await redis.send("PING")) === "PONG");
  } catch (error) {
    if (error instanceof CommandExecutionError) return false;
    throw error;
  }
}

async function placeOf(args: PlaceArgs, context: ExecutionContext): Promise<RedisPlace> {
  const option = async (name: keyof PlaceArgs): Promise<string | undefined> => {
    const own = args[name];
    const isGiven = name === "db" ? own !== null : isTruthy(own);
    const value = isGiven ? own : await context.call("config.option", [`redis.${name}`]);
    return value === null || value === "" ? undefined : pythonStr(value);
  };
  const host = await option("host");
  const port = await option("port");
  const db = await option("db");
  const password = await option("password");
  return {
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port: whole(port, "port") }),
    ...(db === undefined ? {} : { db: whole(db, "db") }),
    ...(password === undefined ? {} : { password }),
  };
}

function whole(text: string, what: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new SaltInvocationError(`${JSON.stringify(text)} is no ${what}`);
}
