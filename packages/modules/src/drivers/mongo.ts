/**
 * A session with a server of MongoDB, by the package mongodb.
 */
import type { Dict, Value } from "@salt/core";
import { errorText, isDict, SaltError } from "@salt/core";
import { fromBson, toBson } from "./bson.js";
import { loadDriver } from "./load-driver.js";
import { instance, member, method } from "./members.js";

/** Where a server is and who logs in. */
export interface MongoPlace {
  /** An address `mongodb://…`; comes before all the others. */
  readonly uri?: string;
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  /** The database that knows the user. */
  readonly authdb?: string;
}

/** What the server, or the way to it, complained of. */
export class MongoFault extends SaltError {
  constructor(message: string) {
    super("MONGO_ERROR", message);
    this.name = "MongoFault";
  }
}

/** Where documents are. */
export interface MongoCollection {
  readonly database: string;
  readonly collection: string;
}

/** One session. Whoever opens it closes it; its methods throw MongoFault. */
export interface MongoSession {
  /** The database that the address names; undefined when it names none. */
  readonly ownDatabase: string | undefined;
  /** Runs a command on a database and gives its answer. */
  command(database: string, command: Dict): Promise<Dict>;
  /** The documents that match, at most `limit`; `fields` chooses among their fields. */
  find(
    at: MongoCollection,
    query: Dict,
    how?: { readonly fields?: Dict; readonly limit?: number },
  ): Promise<readonly Dict[]>;
  insert(at: MongoCollection, documents: readonly Dict[]): Promise<void>;
  /** Puts a document in the place of the one that matches, or adds it. */
  replace(at: MongoCollection, query: Dict, document: Dict): Promise<void>;
  /** Changes the first document that matches; says how many were changed. */
  update(at: MongoCollection, query: Dict, change: Dict): Promise<number>;
  /** Removes the first document that matches, or with `every` all of them; says how many. */
  remove(at: MongoCollection, query: Dict, every?: boolean): Promise<number>;
  /** Makes an index unless it is there. */
  index(at: MongoCollection, field: string): Promise<void>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 10_000;
/** Kinds of BSON stay apart, so that 1.0 does not become 1. */
const APART = { promoteValues: false, promoteLongs: false };

/** Opens a session. Throws MongoFault, and CommandExecutionError without the driver. */
export async function openMongo(place: MongoPlace, opts: Dict): Promise<MongoSession> {
  const driver = await loadDriver("mongodb", opts);
  const client = clientOf(place, driver);
  const attempt = async (work: () => unknown): Promise<unknown> => {
    try {
      return await work();
    } catch (error) {
      throw new MongoFault(errorText(error));
    }
  };
  try {
    await attempt(() => method(client, "connect")());
  } catch (error) {
    await attempt(() => method(client, "close")());
    throw error;
  }
  return new DriverSession(driver, client, attempt, place);
}

function clientOf(place: MongoPlace, driver: unknown): unknown {
  const { uri, host = "localhost", port = 27_017, user, password, authdb } = place;
  const auth = user === undefined ? {} : { auth: { username: user, password: password ?? "" } };
  const options = {
    serverSelectionTimeoutMS: TIMEOUT_MS,
    connectTimeoutMS: TIMEOUT_MS,
    ...auth,
    ...(user === undefined || authdb === undefined ? {} : { authSource: authdb }),
  };
  const address = uri ?? `mongodb://${host.includes(":") ? `[${host}]` : host}:${port}`;
  try {
    return instance(driver, "MongoClient", address, options);
  } catch {
    // The driver's text has the address in it, and that may have a password.
    throw new MongoFault(
      uri === undefined
        ? `${JSON.stringify(host)} is no name of a server`
        : "The configured address is none of MongoDB",
    );
  }
}

type Attempt = (work: () => unknown) => Promise<unknown>;

class DriverSession implements MongoSession {
  readonly ownDatabase: string | undefined;
  readonly #driver: unknown;
  readonly #client: unknown;
  readonly #attempt: Attempt;

  constructor(driver: unknown, client: unknown, attempt: Attempt, place: MongoPlace) {
    this.#driver = driver;
    this.#client = client;
    this.#attempt = attempt;
    const name = member(member(client, "options"), "dbName");
    const isNamed = place.uri !== undefined && /^mongodb(\+srv)?:\/\/[^/]+\/[^?]+/.test(place.uri);
    this.ownDatabase = isNamed && typeof name === "string" ? name : undefined;
  }

  async command(database: string, command: Dict): Promise<Dict> {
    const out = this.#out(command);
    const told = await this.#attempt(() =>
      method(method(this.#client, "db")(database), "command")(out, APART),
    );
    return dictOf(fromBson(told));
  }

  async find(
    at: MongoCollection,
    query: Dict,
    how: { readonly fields?: Dict; readonly limit?: number } = {},
  ): Promise<readonly Dict[]> {
    const projection = how.fields === undefined ? {} : { projection: this.#out(how.fields) };
    const options = { ...APART, ...projection, ...(how.limit === undefined ? {} : { limit: how.limit }) };
    const found = await this.#attempt(() => method(this.#on(at, "find", query, options), "toArray")());
    return Array.isArray(found) ? found.map((one) => dictOf(fromBson(one))) : [];
  }

  async insert(at: MongoCollection, documents: readonly Dict[]): Promise<void> {
    const out = documents.map((one) => this.#out(one));
    await this.#attempt(() => method(this.#collection(at), "insertMany")(out));
  }

  async replace(at: MongoCollection, query: Dict, document: Dict): Promise<void> {
    const out = this.#out(document);
    await this.#attempt(() => this.#on(at, "replaceOne", query, out, { upsert: true }));
  }

  async update(at: MongoCollection, query: Dict, change: Dict): Promise<number> {
    const told = await this.#attempt(() => this.#on(at, "updateOne", query, this.#out(change)));
    return Number(member(told, "modifiedCount") ?? 0);
  }

  async remove(at: MongoCollection, query: Dict, every = false): Promise<number> {
    const told = await this.#attempt(() => this.#on(at, every ? "deleteMany" : "deleteOne", query));
    return Number(member(told, "deletedCount") ?? 0);
  }

  async index(at: MongoCollection, field: string): Promise<void> {
    await this.#attempt(() => method(this.#collection(at), "createIndex")({ [field]: 1 }));
  }

  async close(): Promise<void> {
    await this.#attempt(() => method(this.#client, "close")());
  }

  #collection({ database, collection }: MongoCollection): unknown {
    return method(method(this.#client, "db")(database), "collection")(collection);
  }

  #on(at: MongoCollection, name: string, query: Dict, ...more: readonly unknown[]): unknown {
    return method(this.#collection(at), name)(this.#out(query), ...more);
  }

  #out(value: Value): unknown {
    return toBson(value, this.#driver);
  }
}

function dictOf(value: Value): Dict {
  return isDict(value) ? value : new Map();
}
