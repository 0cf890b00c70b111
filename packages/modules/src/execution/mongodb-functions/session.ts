/**
 * One session with MongoDB for one call.
 */
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  isDict,
  isTruthy,
  MalformedError,
  maybe,
  parseJson,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import type { MongoPlace, MongoSession } from "../../drivers/mongo.js";
import { MongoFault, openMongo } from "../../drivers/mongo.js";

/** The parameters that say where the server is. */
export const placeParams = {
  user: maybe.any(null, "Who logs in; `mongodb.user` of the configuration when not given."),
  password: maybe.any(null, "The password; `mongodb.password`."),
  host: maybe.any(null, "The server; `mongodb.host`."),
  port: maybe.any(null, "Its port; `mongodb.port`."),
};

/** The database that knows who logs in. */
export const authdb = maybe.str(null, "The database that knows who logs in; `admin` when not given.");

/** The same for functions that work in one database. */
export const ownAuthdb = maybe.str(null, "The database that knows who logs in; `database` when not given.");

/** Arguments whose database knows who logs in, unless they say another. */
export function inItself<T extends PlaceArgs & { readonly database: string | null }>(args: T): T {
  return { ...args, authdb: args.authdb ?? args.database };
}

/** The same, as arguments have them. */
export interface PlaceArgs {
  readonly user: Value;
  readonly password: Value;
  readonly host: Value;
  readonly port: Value;
  readonly authdb: string | null;
}

/** Opens a session for as long as `use` takes. Throws CommandExecutionError for what the server complains of. */
export async function withMongo<T extends Plain>(
  args: PlaceArgs,
  context: ExecutionContext,
  use: (mongo: MongoSession) => Promise<T>,
): Promise<T> {
  try {
    const mongo = await openMongo(await placeOf(args, context), context.opts);
    try {
      return await use(mongo);
    } finally {
      await mongo.close();
    }
  } catch (error) {
    if (error instanceof MongoFault) throw new CommandExecutionError(error.message);
    throw error;
  }
}

/** Runs a command of which only the failure matters. */
export async function done(
  args: PlaceArgs,
  database: string,
  command: Dict,
  context: ExecutionContext,
): Promise<boolean> {
  await withMongo(args, context, (mongo) => mongo.command(database, command));
  return true;
}

async function placeOf(args: PlaceArgs, context: ExecutionContext): Promise<MongoPlace> {
  const option = async (name: "user" | "password" | "host" | "port"): Promise<string | undefined> => {
    const value = isTruthy(args[name])
      ? args[name]
      : await context.call("config.option", [`mongodb.${name}`]);
    return isTruthy(value) ? pythonStr(value) : undefined;
  };
  const [user, password] = [await option("user"), await option("password")];
  const [host, port] = [await option("host"), await option("port")];
  return {
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port: portOf(port) }),
    ...(user === undefined || password === undefined
      ? {}
      : { user, password, authdb: args.authdb ?? "admin" }),
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port > 0 && port < 65_536) return port;
  throw new SaltInvocationError(`${JSON.stringify(text)} is no port`);
}

/** What an argument means that may be a text of JSON. Throws SaltInvocationError. */
export function fromJson(value: Value): Value {
  if (typeof value !== "string") return value;
  try {
    return parseJson(value);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    throw new SaltInvocationError(`This is no JSON: ${error.message}`);
  }
}

/** An argument that is a map, or a text of JSON that has one. Throws SaltInvocationError. */
export function mapOf(value: Value, what: string): Dict {
  const found = fromJson(value);
  if (isDict(found)) return found;
  throw new SaltInvocationError(`${what} has to be a map`);
}
