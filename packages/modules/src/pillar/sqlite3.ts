/**
 * A database of SQLite, as an external source of the pillar.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { errorText, float, fn, getDict, getString, needed, pillarModule, SaltError } from "@salt/core";
import { readQueries } from "./sql/queries.js";
import { addRows } from "./sql/rows.js";

/** Salt's defaults. */
const DATABASE = "/var/lib/salt/pillar.db";
const TIMEOUT_SECONDS = 5;

/** Rows of one query at most. */
const MAX_ROWS = 1_000_000;

export const sqlite3 = pillarModule("sqlite3", {
  doc: "Rows of a database of SQLite, whose file is named by `sqlite3: {database: …}` of the configuration.",
  available: async () => {
    try {
      await import("better-sqlite3");
      return true;
    } catch {
      return "The package better-sqlite3 is not installed: npm install better-sqlite3";
    }
  },
  functions: {
    ext_pillar: fn({
      doc: "Asks each query with the minion's id in the place of its `?`.",
      params: { minion_id: needed.str("The minion."), pillar: needed.any("The pillar so far.") },
      varargs: "args",
      varkw: "kwargs",
      run: async ({ minion_id }, { opts, log }, { args, kwargs }) => {
        const found: MutableDict = new Map();
        const queries = readQueries(args, kwargs);
        const { default: Database } = await import("better-sqlite3");
        const place = placeOf(opts);
        const database = new Database(place.file, {
          readonly: true,
          fileMustExist: true,
          timeout: place.timeout,
        });
        try {
          for (const query of queries) {
            const into: MutableDict = query.root === undefined ? found : new Map();
            if (query.root !== undefined) found.set(query.root, into);
            const statement = database.prepare(query.sql).raw(true).safeIntegers(true);
            const columns = statement.columns().map(({ name }) => name);
            addRows(into, columns, rowsOf(statement.iterate(minion_id)), query);
          }
        } catch (error) {
          log.error({ reason: errorText(error) }, "A query of ext_pillar failed");
        } finally {
          database.close();
        }
        return found;
      },
    }),
  },
});

function placeOf(opts: Dict): { readonly file: string; readonly timeout: number } {
  const own = getDict(opts, "sqlite3");
  const file = getString(own, "database");
  const timeout = Number(own?.get("timeout") ?? TIMEOUT_SECONDS) * 1000;
  return file === undefined ? { file: DATABASE, timeout: TIMEOUT_SECONDS * 1000 } : { file, timeout };
}

function* rowsOf(rows: Iterable<unknown>): Generator<readonly Value[]> {
  let count = 0;
  for (const row of rows) {
    if (++count > MAX_ROWS) throw new SaltError("TOO_MANY_ROWS", "A query of ext_pillar gives too many rows");
    yield Array.isArray(row) ? row.map(cellValue) : [];
  }
}

/** A value of the database: ints come as bigint, so that floats can be told from them. */
function cellValue(cell: unknown): Value {
  if (typeof cell === "bigint") return Number.isSafeInteger(Number(cell)) ? Number(cell) : cell;
  if (typeof cell === "number") return float(cell);
  return typeof cell === "string" || cell instanceof Uint8Array ? cell : null;
}
