/**
 * A session with a server of PostgreSQL, by the package pg.
 */
import type { Dict, Value } from "@salt/core";
import { errorText, float, isList, SaltError } from "@salt/core";
import { loadDriver } from "./load-driver.js";
import { instance, member, method } from "./members.js";

/** Where a server is and who logs in. */
export interface PostgresPlace {
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
}

/** What the server, or the way to it, complained of. */
export class PostgresFault extends SaltError {
  /** The server's code, such as `23505`; empty when it cannot be reached. */
  readonly state: string;

  constructor(state: string, message: string) {
    super("POSTGRES_ERROR", message);
    this.name = "PostgresFault";
    this.state = state;
  }
}

/** Rows and the names of their columns. */
export interface PostgresResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}

/** One session. Whoever opens it closes it. */
export interface PostgresSession {
  /** Runs a statement; `$1` and so on stand for values. Throws PostgresFault. */
  run(sql: string, values?: readonly (string | number | boolean | null)[]): Promise<PostgresResult>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;
const BOOL = 16;
const WHOLE = new Set([20, 21, 23, 26]);
const BROKEN = new Set([700, 701]);

/** Opens a session. Throws PostgresFault, and CommandExecutionError without the driver. */
export async function openPostgres(place: PostgresPlace, opts: Dict): Promise<PostgresSession> {
  const driver = await loadDriver("pg", opts);
  const types = { getTypeParser: (oid: number) => (text: string) => cellOf(oid, text) };
  const client = instance(driver, "Client", {
    ...place,
    types,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  // A server that goes away is told by the statement that fails; without a listener it would end the process.
  method(client, "on")("error", () => undefined);
  const attempt = async (work: () => unknown): Promise<unknown> => {
    try {
      return await work();
    } catch (error) {
      throw new PostgresFault(String(member(error, "code") ?? ""), errorText(error));
    }
  };
  await attempt(() => method(client, "connect")());
  return {
    run: async (text, values = []) =>
      resultOf(await attempt(() => method(client, "query")({ text, values, rowMode: "array" }))),
    close: async () => {
      await attempt(() => method(client, "end")());
    },
  };
}

function resultOf(told: unknown): PostgresResult {
  const [fields, rows] = [member(told, "fields"), member(told, "rows")];
  return {
    columns: (Array.isArray(fields) ? fields : []).map((field) => String(member(field, "name") ?? "")),
    rows: (Array.isArray(rows) ? rows : []).map((row) => (isList(row) ? row : [])),
  };
}

/** Truth, whole numbers and fractions as such; all else as the server writes it. */
function cellOf(oid: number, text: string): Value {
  if (oid === BOOL) return text === "t";
  if (BROKEN.has(oid)) return float(Number(text));
  if (!WHOLE.has(oid)) return text;
  return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
}
