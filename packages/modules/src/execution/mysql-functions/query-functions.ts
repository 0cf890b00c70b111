/**
 * Functions of `mysql` that run queries of the caller's.
 */
import { existsSync, readFileSync } from "node:fs";
import type { ExecutionContext, MutableDict, Value } from "@salt/core";
import { dict, float, fn, isDict, isList, needed, pythonStr } from "@salt/core";
import type { ConnectionArgs } from "./place.js";
import { withMysql } from "./session.js";
import { statementsIn } from "./statements.js";

const database = needed.str("The database.");
/** Queries that are answered with rows. */
const ASKS = /^\s*(?:SELECT|SHOW|DESC)/i;
const FROM_ELSEWHERE = /^(?:salt|https?|swift|s3):\/\//;
/** Below it, times are told in milliseconds. */
const LONG_SECONDS = 0.2;

/** `query`, `file_query`. */
export const queryFunctions = {
  query: fn({
    doc: "Runs a query and gives its rows, every cell as text, or how many rows it changed.",
    examples: ["salt '*' mysql.query mydb 'SELECT id, name FROM users LIMIT 3'"],
    params: { database, query: needed.str("The query.") },
    varkw: "connection_args",
    run: (args, context, { kwargs }) => runQuery(args.database, args.query, kwargs, context),
  }),
  file_query: fn({
    doc: "Runs the queries of a file one after another; each ends with a semicolon at the end of a line.",
    examples: ["salt '*' mysql.file_query mydb file_name=/tmp/sqlfile.sql"],
    params: { database, file_name: needed.str("The file: a path on the minion, or an address.") },
    varkw: "connection_args",
    run: async (args, context, { kwargs }) => {
      const path = FROM_ELSEWHERE.test(args.file_name)
        ? pythonStr(await context.call("cp.cache_file", [args.file_name]))
        : args.file_name;
      if (path === "" || !existsSync(path)) {
        context.log.error({ file: args.file_name }, "A file of queries does not exist");
        return false;
      }
      const results: Value[] = [];
      for (const statement of statementsIn(readFileSync(path, "utf8"))) {
        const result = await runQuery(args.database, statement, kwargs, context);
        if (result === false) return false;
        results.push(result);
      }
      return added(results);
    },
  }),
};

async function runQuery(
  database: string,
  sql: string,
  given: ConnectionArgs,
  context: ExecutionContext,
): Promise<Value> {
  const args = new Map([...given, ["connection_db", database] as const]);
  return await withMysql<Value>(args, context, false, async (session) => {
    const started = performance.now();
    const { columns, rows, count } = await session.run(sql, [], true);
    const seconds = (performance.now() - started) / 1000;
    const time = { human: human(seconds), raw: String(rounded(seconds, 5)) };
    const told = ASKS.test(sql)
      ? { "rows returned": count, columns: [...columns], results: rows.map((row) => [...row]) }
      : { "rows affected": count };
    return dict({ "query time": time, ...told });
  });
}

/** The results of several queries in one; what is empty or 0 is left out. */
function added(results: readonly Value[]): Value {
  const total: MutableDict = new Map();
  const add = (key: string, amount: number): void => {
    if (amount > 0) total.set(key, Number(total.get(key) ?? 0) + amount);
  };
  let seconds = 0;
  const [columns, rows]: [Value[], Value[]] = [[], []];
  for (const result of results) {
    if (!isDict(result)) continue;
    const time = result.get("query time");
    seconds += isDict(time) ? Number(time.get("raw")) : 0;
    add("rows returned", Number(result.get("rows returned") ?? 0));
    add("rows affected", Number(result.get("rows affected") ?? 0));
    const [names, cells] = [result.get("columns"), result.get("results")];
    if (isList(names)) columns.push(names);
    if (isList(cells)) rows.push(cells);
  }
  if (columns.length > 0) total.set("columns", columns);
  if (rows.length > 0) total.set("results", rows);
  return total.set("query time", dict({ human: `${rounded(seconds, 2)}s`, raw: float(rounded(seconds, 5)) }));
}

function human(seconds: number): string {
  return seconds < LONG_SECONDS ? `${rounded(seconds * 1000, 1)}ms` : `${rounded(seconds, 2)}s`;
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
