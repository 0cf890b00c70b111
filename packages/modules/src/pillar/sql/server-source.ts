/**
 * Databases on servers as external sources of the pillar.
 */
import type { Dict, ExecutionContext, ExecutionFunction, MutableDict, Value } from "@salt/core";
import { errorText, fn, getDict, isInt, needed, pythonStr, SaltError } from "@salt/core";
import { readQueries } from "./queries.js";
import { addRows } from "./rows.js";

/** Where a database is. */
export interface DatabasePlace {
  readonly host: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly port: number;
}

/** Asks one query for a minion. */
export type AskQuery = (
  sql: string,
  minion: string,
) => Promise<{ readonly columns: readonly string[]; readonly rows: readonly (readonly Value[])[] }>;

/** Rows of one query at most. */
const MAX_ROWS = 1_000_000;

/** `ext_pillar` for a kind of server; `open` gives what asks queries and what ends the session. */
export function serverSource(
  name: string,
  port: number,
  open: (
    place: DatabasePlace,
    opts: Dict,
  ) => Promise<{ readonly ask: AskQuery; readonly close: () => Promise<void> }>,
): ExecutionFunction {
  return fn({
    doc: "Asks each query with the minion's id in the place of its `%s`.",
    params: { minion_id: needed.str("The minion."), pillar: needed.any("The pillar so far.") },
    varargs: "args",
    varkw: "kwargs",
    run: async ({ minion_id }, context: ExecutionContext, { args, kwargs }) => {
      const found: MutableDict = new Map();
      const queries = readQueries(args, kwargs);
      const session = await open(placeOf(context.opts, name, port), context.opts);
      try {
        for (const query of queries) {
          const into: MutableDict = query.root === undefined ? found : new Map();
          if (query.root !== undefined) found.set(query.root, into);
          const { columns, rows } = await session.ask(query.sql, minion_id);
          if (rows.length > MAX_ROWS)
            throw new SaltError("TOO_MANY_ROWS", "A query of ext_pillar gives too many rows");
          addRows(into, columns, rows, query);
        }
      } catch (error) {
        context.log.error({ source: name, reason: errorText(error) }, "A query of ext_pillar failed");
      } finally {
        await session.close();
      }
      return found;
    },
  });
}

function placeOf(opts: Dict, name: string, usualPort: number): DatabasePlace {
  const own = getDict(opts, name);
  const text = (key: string, fallback: string): string => {
    const value = own?.get(key) ?? null;
    return value === null ? fallback : pythonStr(value);
  };
  const port = own?.get("port") ?? usualPort;
  return {
    host: text("host", "localhost"),
    user: text("user", "salt"),
    password: text("pass", "salt"),
    database: text("db", "salt"),
    port: isInt(port) ? Number(port) : usualPort,
  };
}
