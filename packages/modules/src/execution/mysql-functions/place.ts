/**
 * Where the server of a call is: its `connection_*` arguments, the options `mysql.*`, and files such as my.cnf.
 */
import { existsSync, readFileSync } from "node:fs";
import type { ExecutionContext, Value } from "@salt/core";
import { isList, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";
import type { MysqlPlace } from "../../drivers/mysql.js";

/** Keyword arguments that are not a function's own. */
export type ConnectionArgs = ReadonlyMap<string, Value>;

/** Names after `connection_`, or after `mysql.` in the configuration. */
const NAMES = [
  "host",
  "user",
  "pass",
  "port",
  "db",
  "unix_socket",
  "default_file",
  "default_group",
  "charset",
];
const KNOWN = new Set([...NAMES.map((name) => `connection_${name}`), "connection_conv", "client_flags"]);

/** Where the programs of Debian put the server's socket. */
const SOCKET = "/run/mysqld/mysqld.sock";
const LONGEST_FILE = 1024 * 1024;

/** The place. Throws SaltInvocationError for arguments that there are not. */
export async function mysqlPlace(args: ConnectionArgs, context: ExecutionContext): Promise<MysqlPlace> {
  for (const name of args.keys()) {
    if (!KNOWN.has(name) && !name.startsWith("__pub_"))
      throw new SaltInvocationError(`'${name}' is an invalid keyword argument for a connection to MySQL`);
  }
  const told = new Map<string, string>();
  const fromOptions = !args.has("connection_default_file");
  for (const name of NAMES) {
    const given = args.get(`connection_${name}`);
    const value =
      given ?? (fromOptions ? await context.call("config.option", [`mysql.${name}`, null]) : null);
    if (isTruthy(value)) told.set(name, pythonStr(value ?? ""));
  }
  const file = told.get("default_file");
  const filed = file === undefined ? new Map() : readDefaults(file, told.get("default_group") ?? "client");
  return placeOf(new Map([...filed, ...told]), flagsOf(args.get("client_flags") ?? null));
}

function placeOf(told: ReadonlyMap<string, string>, flags: readonly string[]): MysqlPlace {
  const host = told.get("host");
  const port = told.get("port");
  const isHere = (host === undefined || host === "localhost") && port === undefined;
  const socket = told.get("unix_socket") ?? (isHere && existsSync(SOCKET) ? SOCKET : undefined);
  const texts = { user: told.get("user"), password: told.get("pass"), database: told.get("db") };
  const given = Object.entries({ ...texts, charset: told.get("charset") }).filter(
    ([, text]) => text !== undefined,
  );
  return {
    ...(socket === undefined ? { host: host ?? "localhost" } : { socketPath: socket }),
    ...(port === undefined ? {} : { port: portOf(port) }),
    ...Object.fromEntries(given),
    ...(flags.length === 0 ? {} : { flags }),
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new SaltInvocationError(`${JSON.stringify(text)} is no port`);
}

/** Flags by the names of the driver: `multi_statements` is `MULTI_STATEMENTS`. */
function flagsOf(value: Value): readonly string[] {
  return isList(value) ? value.map((flag) => pythonStr(flag).toUpperCase()) : [];
}

/** What a file such as my.cnf says in one of its groups. */
function readDefaults(path: string, group: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let isOurs = false;
  for (const line of readFileSync(path, "utf8").slice(0, LONGEST_FILE).split(/\r?\n/)) {
    const head = /^\s*\[(.+)\]\s*$/.exec(line);
    if (head !== null) isOurs = head[1] === group;
    const [, key, value] = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    const name = key === undefined ? undefined : FILE_NAMES[key.replaceAll("-", "_")];
    if (isOurs && name !== undefined && value !== undefined)
      found.set(name, value.replace(/^(["'])(.*)\1$/, "$2"));
  }
  return found;
}

const FILE_NAMES: Readonly<Record<string, string>> = {
  host: "host",
  user: "user",
  password: "pass",
  port: "port",
  socket: "unix_socket",
  database: "db",
  default_character_set: "charset",
};
