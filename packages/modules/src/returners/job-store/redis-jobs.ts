/**
 * A job cache in Redis: `ret:<jid>` is a hash of returns by minion, `load:<jid>` a job, `<id>:<fun>` the last job of a
 * function, `minions` the set of minions. All but the last expire.
 */
import type { Dict, JobSource, JobToKeep, StoredJob, StoredReturn, Value } from "@salt/core";
import { isInt, isList, toJson } from "@salt/core";
import type { RedisPlace, RedisSession } from "../../drivers/redis.js";
import { openRedis } from "../../drivers/redis.js";
import { returnRow, storedJob, storedReturn } from "./returns.js";
import type { SettingNames } from "./settings.js";
import { portOf, returnerSettings } from "./settings.js";

const NAMES: SettingNames = {
  returner: "redis",
  places: ["host", "port", "unix_socket_path"],
  secrets: ["user", "password"],
  others: ["db"],
};

const DAY_SECONDS = 86_400;
/** Keys that one step of a scan looks at. */
const STEP = "500";

/** Keeps and reads jobs; every call has a session of its own. */
export class RedisJobs implements JobSource {
  readonly #opts: Dict;
  readonly #place: RedisPlace;

  constructor(opts: Dict, ret?: Dict) {
    this.#opts = opts;
    this.#place = placeOf(opts, ret);
  }

  /** Writes a return down. */
  async addReturn(ret: Dict): Promise<void> {
    const row = returnRow(ret, "redis");
    const ttl = this.#ttl();
    await this.#with(async (redis) => {
      await redis.send("HSET", `ret:${row.jid}`, row.id, row.whole);
      await redis.send("EXPIRE", `ret:${row.jid}`, ttl);
      await redis.send("SET", `${row.id}:${row.fun}`, row.jid, "EX", ttl);
      await redis.send("SADD", "minions", row.id);
    });
  }

  /** Writes a job down. */
  async addJob({ jid, load }: JobToKeep): Promise<void> {
    await this.#with((redis) => redis.send("SETEX", `load:${jid}`, this.#ttl(), toJson(load)));
  }

  /** Removes returns whose job has expired: jobs expire by themselves. */
  async prune(): Promise<void> {
    await this.#with(async (redis) => {
      for await (const key of keys(redis, "ret:*")) {
        const isAlive = await redis.send("EXISTS", key.replace("ret:", "load:"));
        if (isAlive === 0) await redis.send("DEL", key);
      }
    });
  }

  async job(jid: string): Promise<StoredJob | undefined> {
    return await this.#with(async (redis) => {
      const load = await redis.send("GET", `load:${jid}`);
      if (typeof load !== "string") return undefined;
      const ids = await redis.send("HKEYS", `ret:${jid}`);
      return storedJob(jid, load, isList(ids) ? ids.map(String) : []);
    });
  }

  async returns(jid: string): Promise<readonly StoredReturn[]> {
    const pairs = await this.#with((redis) => redis.send("HGETALL", `ret:${jid}`));
    const cells = isList(pairs) ? pairs.map(String) : [];
    return cells.flatMap((id, at) => (at % 2 === 0 ? (storedReturn(id, cells[at + 1] ?? "") ?? []) : []));
  }

  async *jobs(): AsyncGenerator<StoredJob> {
    const found = await this.#with(async (redis) => {
      const jobs: StoredJob[] = [];
      for await (const key of keys(redis, "load:*")) {
        const load = await redis.send("GET", key);
        const job = typeof load === "string" ? storedJob(key.slice("load:".length), load) : undefined;
        if (job !== undefined) jobs.push(job);
      }
      return jobs;
    });
    yield* found.sort((a, b) => (a.jid < b.jid ? -1 : 1));
  }

  /** How long jobs are kept, in seconds. */
  #ttl(): string {
    const seconds = this.#opts.get("keep_jobs_seconds");
    return String(isInt(seconds) && seconds > 0 ? seconds : DAY_SECONDS);
  }

  async #with<T>(use: (redis: RedisSession) => Promise<T>): Promise<T> {
    const redis = await openRedis(this.#place, this.#opts);
    try {
      return await use(redis);
    } finally {
      await redis.close();
    }
  }
}

/** The keys of a pattern, each once. */
async function* keys(redis: RedisSession, pattern: string): AsyncGenerator<string> {
  const seen = new Set<string>();
  let cursor = "0";
  do {
    const reply: Value = await redis.send("SCAN", cursor, "MATCH", pattern, "COUNT", STEP);
    const [next, found]: readonly Value[] = isList(reply) ? reply : [];
    for (const key of isList(found) ? found.map(String) : []) {
      if (!seen.has(key)) yield key;
      seen.add(key);
    }
    cursor = String(next ?? "0");
  } while (cursor !== "0");
}

function placeOf(opts: Dict, ret: Dict | undefined): RedisPlace {
  const settings = returnerSettings(NAMES, opts, ret);
  const port = portOf(settings);
  const db = Number(settings.get("db") ?? "0");
  const texts = {
    host: settings.get("host"),
    path: settings.get("unix_socket_path"),
    user: settings.get("user"),
    password: settings.get("password"),
  };
  const given = Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined));
  return { ...given, ...(port === undefined ? {} : { port }), db: Number.isInteger(db) ? db : 0 };
}
