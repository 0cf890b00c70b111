/**
 * A session with a server of Redis, by the package redis.
 */
import type { Dict, Value } from "@salt/core";
import { errorText, SaltError } from "@salt/core";
import { loadDriver } from "./load-driver.js";
import { member, method } from "./members.js";

/** Where a server is and who logs in. */
export interface RedisPlace {
  readonly host?: string;
  readonly port?: number;
  /** The socket of a server on this machine; comes before host and port. */
  readonly path?: string;
  readonly db?: number;
  readonly user?: string;
  readonly password?: string;
}

/** What the server, or the way to it, complained of. */
export class RedisFault extends SaltError {
  constructor(message: string) {
    super("REDIS_ERROR", message);
    this.name = "RedisFault";
  }
}

/** One session. Whoever opens it closes it. */
export interface RedisSession {
  /** Sends a command and gives its reply: texts, numbers, lists, null. Throws RedisFault. */
  send(...words: readonly string[]): Promise<Value>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** Opens a session. Throws RedisFault, and CommandExecutionError without the driver. */
export async function openRedis(place: RedisPlace, opts: Dict): Promise<RedisSession> {
  const driver = await loadDriver("redis", opts);
  const { host = "localhost", port = 6379, path, db, user, password } = place;
  const where = path === undefined ? { host, port } : { path };
  const client = method(
    driver,
    "createClient",
  )({
    socket: { ...where, connectTimeout: CONNECT_TIMEOUT_MS, reconnectStrategy: false },
    ...(db === undefined ? {} : { database: db }),
    ...(user === undefined ? {} : { username: user }),
    ...(password === undefined ? {} : { password }),
    // The replies of the protocol's second version have the same form from every server.
    RESP: 2,
  });
  // A server that goes away is told by the command that fails; without a listener it would end the process.
  method(client, "on")("error", () => undefined);
  const attempt = async (work: () => unknown): Promise<unknown> => {
    try {
      return await work();
    } catch (error) {
      throw new RedisFault(errorText(error).replace(/^ERR /, ""));
    }
  };
  await attempt(() => method(client, "connect")());
  return {
    send: async (...words) => replyOf(await attempt(() => method(client, "sendCommand")(words))),
    close: async () => {
      const end = member(client, "close") === undefined ? "quit" : "close";
      await attempt(() => method(client, end)());
    },
  };
}

function replyOf(reply: unknown): Value {
  if (Array.isArray(reply)) return reply.map(replyOf);
  if (typeof reply === "string" || typeof reply === "number" || typeof reply === "bigint") return reply;
  if (typeof reply === "boolean" || reply instanceof Uint8Array) return reply;
  return null;
}
