/**
 * A session with a server of MySQL or MariaDB, by the package mysql2.
 */
import type { Dict, Value } from "@salt/core";
import { errorText, float, isList, SaltError } from "@salt/core";
import { loadDriver } from "./load-driver.js";
import { member, method } from "./members.js";

/** Where a server is and who logs in. */
export interface MysqlPlace {
  readonly host?: string;
  readonly port?: number;
  readonly socketPath?: string;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  readonly charset?: string;
  /** Options of TLS as the driver has them: texts of certificates. */
  readonly ssl?: { readonly [name: string]: string | boolean };
  /** Flags of the protocol, such as `MULTI_STATEMENTS`. */
  readonly flags?: readonly string[];
}

/** What a statement gave. */
export interface MysqlResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
  /** Rows given, or rows changed. */
  readonly count: number;
}

/** What the server, or the way to it, complained of. */
export class MysqlFault extends SaltError {
  /** The server's number; 2002 and 2003 when it cannot be reached. */
  readonly errno: number;

  constructor(errno: number, message: string) {
    super("MYSQL_ERROR", `MySQL Error ${errno}: ${message}`);
    this.name = "MysqlFault";
    this.errno = errno;
  }
}

/** One session. Whoever opens it closes it. */
export interface MysqlSession {
  /** Runs a statement; each `?` stands for a value. `asText` gives every cell as text. Throws MysqlFault. */
  run(sql: string, values?: readonly Value[], asText?: boolean): Promise<MysqlResult>;
  /** Runs a statement by the server's own parameters, so that no value is ever part of its text. Throws MysqlFault. */
  ask(sql: string, values: readonly string[]): Promise<MysqlResult>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;
const SOCKET_FAILED = 2002;
const HOST_FAILED = 2003;
const LOST = 2013;

/** Opens a session. Throws MysqlFault, and CommandExecutionError without the driver. */
export async function openMysql(place: MysqlPlace, opts: Dict): Promise<MysqlSession> {
  const driver = await loadDriver("mysql2", opts, "promise.js");
  const forms = { dateStrings: true, jsonStrings: true, supportBigNumbers: true };
  const options = { ...place, ...forms, connectTimeout: CONNECT_TIMEOUT_MS, multipleStatements: false };
  let connection: unknown;
  try {
    connection = await method(driver, "createConnection")(options);
  } catch (error) {
    throw asFault(error, place);
  }
  const query = method(connection, "query");
  // A server that goes away is told by the statement that fails; without a listener it would end the process.
  method(connection, "on")("error", () => undefined);
  return {
    run: async (sql, values = [], asText = false) => {
      try {
        const typeCast = asText ? textOf : cellOf;
        return resultOf(await query({ sql, values, rowsAsArray: true, typeCast }));
      } catch (error) {
        throw asFault(error, place);
      }
    },
    ask: async (sql, values) => {
      try {
        return numbersApart(await method(connection, "execute")({ sql, values, rowsAsArray: true }));
      } catch (error) {
        throw asFault(error, place);
      }
    },
    close: async () => {
      try {
        await method(connection, "end")();
      } catch {
        method(connection, "destroy")();
      }
    },
  };
}

function resultOf(told: unknown): MysqlResult {
  const [rows, fields]: readonly unknown[] = Array.isArray(told) ? told : [];
  if (!Array.isArray(rows))
    return { columns: [], rows: [], count: Number(member(rows, "affectedRows") ?? 0) };
  const columns = (Array.isArray(fields) ? fields : []).map((field) => String(member(field, "name") ?? ""));
  const cells = rows.map((row) => (isList(row) ? row : []));
  return { columns, rows: cells, count: cells.length };
}

/** The protocol's numbers for FLOAT and DOUBLE. */
const FRACTIONS: ReadonlySet<unknown> = new Set([4, 5]);

/** A result whose fractions are told from whole numbers. */
function numbersApart(told: unknown): MysqlResult {
  const result = resultOf(told);
  const fields: unknown = Array.isArray(told) ? told[1] : undefined;
  const isFraction = (Array.isArray(fields) ? fields : []).map((field) =>
    FRACTIONS.has(member(field, "columnType")),
  );
  const rows = result.rows.map((row) =>
    row.map((cell, at) => (isFraction[at] === true && typeof cell === "number" ? float(cell) : cell)),
  );
  return { ...result, rows };
}

const WHOLE = new Set(["TINY", "SHORT", "LONG", "LONGLONG", "INT24", "YEAR"]);
const BROKEN = new Set(["FLOAT", "DOUBLE"]);

/** A cell of a row: whole numbers and fractions as such, all else as text. */
function cellOf(field: unknown): Value {
  const text = textOf(field);
  if (text === null) return null;
  const type = String(member(field, "type"));
  if (BROKEN.has(type)) return float(Number(text));
  if (!WHOLE.has(type)) return text;
  return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
}

function textOf(field: unknown): string | null {
  const text = method(field, "string")("utf-8");
  return typeof text === "string" ? text : null;
}

function asFault(error: unknown, { host = "localhost", socketPath }: MysqlPlace): MysqlFault {
  const code = String(member(error, "code") ?? "");
  const errno = member(error, "errno");
  const text = member(error, "sqlMessage");
  if (typeof text === "string" && typeof errno === "number") return new MysqlFault(errno, text);
  if (code === "PROTOCOL_CONNECTION_LOST")
    return new MysqlFault(LOST, "Lost connection to server during query");
  const why = errorText(error);
  return socketPath === undefined
    ? new MysqlFault(HOST_FAILED, `Can't connect to MySQL server on '${host}' (${why})`)
    : new MysqlFault(SOCKET_FAILED, `Can't connect to local server through socket '${socketPath}' (${why})`);
}
