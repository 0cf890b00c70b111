/**
 * A job cache in MongoDB, in the collections that real Salt uses: `saltReturns` and `jobs`.
 */
import type { Dict, JobSource, JobToKeep, StoredJob, StoredReturn, Value } from "@salt/core";
import { dict, get, getString, isDict, isJid, jidTime, SaltInvocationError } from "@salt/core";
import type { MongoPlace, MongoSession } from "../../drivers/mongo.js";
import { openMongo } from "../../drivers/mongo.js";
import { readableKeys, safeKeys, withoutDots } from "./mongo-keys.js";
import { returnFields } from "./returns.js";
import type { SettingNames, Settings } from "./settings.js";
import { portOf, returnerSettings } from "./settings.js";

const NAMES: SettingNames = {
  returner: "mongo",
  places: ["host", "port", "uri"],
  secrets: ["user", "password"],
  others: ["db", "indexes"],
};

/** Keeps and reads jobs; every call has a session of its own. */
export class MongoJobs implements JobSource {
  readonly #opts: Dict;
  readonly #settings: Settings;

  constructor(opts: Dict, ret?: Dict) {
    this.#opts = opts;
    this.#settings = returnerSettings(NAMES, opts, ret);
  }

  /** Writes a return down. */
  async addReturn(ret: Dict): Promise<void> {
    const { jid, id, fun } = returnFields(ret, "mongo");
    const out = ret.get("out");
    const document = dict({
      minion: id,
      jid,
      return: withoutDots(ret.get("return") ?? null),
      fun,
      full_ret: withoutDots(ret),
      ...(out === undefined ? {} : { out }),
    });
    await this.#with((mongo, database) => mongo.insert({ database, collection: "saltReturns" }, [document]));
  }

  /** Writes a job down, or again with more in it. */
  async addJob({ jid, load }: JobToKeep): Promise<void> {
    const document = new Map([...safeKeys(load), ["jid", jid]] as const);
    await this.#with((mongo, database) =>
      mongo.replace({ database, collection: "jobs" }, dict({ jid }), document),
    );
  }

  /** Removes jobs that began before a time, in milliseconds. */
  async prune(before: number): Promise<void> {
    await this.#with(async (mongo, database) => {
      for (const { jid } of await this.#loads(mongo, database)) {
        if (jidTime(jid) >= before) continue;
        for (const collection of ["saltReturns", "jobs"])
          await mongo.remove({ database, collection }, dict({ jid }), true);
      }
    });
  }

  async job(jid: string): Promise<StoredJob | undefined> {
    return await this.#with(async (mongo, database) => {
      const [load] = await this.#loads(mongo, database, dict({ jid }));
      if (load === undefined) return undefined;
      const fields = dict({ minion: 1, _id: 0 });
      const found = await mongo.find({ database, collection: "saltReturns" }, dict({ jid }), { fields });
      const minions = new Set(found.flatMap((one) => getString(one, "minion") ?? []));
      return { ...load, minions: [...minions] };
    });
  }

  async returns(jid: string): Promise<readonly StoredReturn[]> {
    const found = await this.#with((mongo, database) =>
      mongo.find({ database, collection: "saltReturns" }, dict({ jid })),
    );
    const byId = new Map<string, StoredReturn>();
    for (const one of found) {
      const [id, whole] = [getString(one, "minion"), one.get("full_ret") ?? null];
      const field = (name: string): Value => get(whole, name) ?? null;
      const parts = { return: field("return"), retcode: field("retcode"), success: field("success") };
      const out = isDict(whole) ? getString(whole, "out") : undefined;
      if (id !== undefined) byId.set(id, { id, ...parts, out });
    }
    return [...byId.values()];
  }

  async *jobs(): AsyncGenerator<StoredJob> {
    const found = await this.#with((mongo, database) => this.#loads(mongo, database));
    yield* [...found].sort((a, b) => (a.jid < b.jid ? -1 : 1));
  }

  async #loads(mongo: MongoSession, database: string, query = dict({})): Promise<readonly StoredJob[]> {
    const found = await mongo.find({ database, collection: "jobs" }, query, { fields: dict({ _id: 0 }) });
    return found.flatMap((one) => {
      const jid = getString(one, "jid");
      return isJid(jid) ? [{ jid, load: readableKeys(one), minions: [] }] : [];
    });
  }

  async #with<T>(use: (mongo: MongoSession, database: string) => Promise<T>): Promise<T> {
    const mongo = await openMongo(placeOf(this.#settings), this.#opts);
    try {
      const database = this.#settings.get("db") ?? mongo.ownDatabase;
      if (database === undefined)
        throw new SaltInvocationError("mongo: the option mongo.db, or a database in mongo.uri, is not set");
      if (this.#settings.get("indexes")?.toLowerCase() === "true") await addIndexes(mongo, database);
      return await use(mongo, database);
    } finally {
      await mongo.close();
    }
  }
}

async function addIndexes(mongo: MongoSession, database: string): Promise<void> {
  await mongo.index({ database, collection: "saltReturns" }, "minion");
  await mongo.index({ database, collection: "saltReturns" }, "jid");
  await mongo.index({ database, collection: "jobs" }, "jid");
}

function placeOf(settings: Settings): MongoPlace {
  const uri = settings.get("uri");
  if (uri !== undefined && settings.has("host"))
    throw new SaltInvocationError("mongo: the options mongo.uri and mongo.host exclude each other");
  const port = portOf(settings);
  const texts = {
    uri,
    host: settings.get("host"),
    user: settings.get("user"),
    password: settings.get("password"),
  };
  const given = Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined));
  const database = settings.get("db");
  return {
    ...given,
    ...(port === undefined ? {} : { port }),
    ...(database === undefined ? {} : { authdb: "admin" }),
  };
}
