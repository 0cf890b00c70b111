/**
 * Running a query and putting its answer where a state wants it.
 */
import { statSync, writeFileSync } from "node:fs";
import type { Dict, ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import { isDict, isList, isTrial, pythonStr } from "@salt/core";
import { answer, changed, failed, pending, unchanged } from "../answer/answer.js";
import type { MysqlCaller } from "./server.js";

/** A query and where its answer goes. */
export interface QueryState {
  readonly name: string;
  readonly database: string;
  readonly fun: "query" | "file_query";
  /** The query, or the path of a file of queries. */
  readonly text: string;
  /** `grain`, the path of a file, or null for nowhere. */
  readonly output: Value;
  readonly grain: string | null;
  readonly key: string | null;
  readonly overwrite: boolean;
  readonly check_db_exists: boolean;
  readonly client_flags: Value;
  /** What to say when the database is not there. */
  readonly missing: string;
}

/** Runs it, unless its answer is there and must not be overwritten. */
export async function runQuery(
  state: QueryState,
  mysql: MysqlCaller,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name, database } = state;
  if (state.client_flags !== null && !isList(state.client_flags))
    return failed(name, "Error: client_flags must be a list.");
  const client_flags = state.client_flags ?? [];
  if (state.check_db_exists && !(await mysql.isSo("db_exists", [database], { client_flags })))
    return mysql.failure(name) ?? answer(name, null, state.missing);
  if (state.output === "grain" && state.grain === null)
    return failed(name, "Error: output type 'grain' needs the grain parameter\n");
  const place = placeText(state);
  if (place !== undefined && !state.overwrite && (await isTaken(state, context)))
    return unchanged(name, `No execution needed. ${place.taken} already set`);
  if (isTrial(context)) {
    const where = place === undefined ? "not storing result" : `storing result in ${place.told}`;
    return pending(name, `Query would execute, ${where}`);
  }
  const result = await mysql.ask(state.fun, [database, state.text], { client_flags });
  if (!isDict(result)) return mysql.failure(name) ?? failed(name, `Database ${database} is already present`);
  const mapped = withMappedRows(result);
  await keep(state, mapped, context);
  return changed(name, pythonStr(mapped), { query: place === undefined ? "Executed" : place.executed });
}

function placeText({
  output,
  grain,
  key,
}: QueryState): { readonly told: string; readonly taken: string; readonly executed: string } | undefined {
  if (output === null) return undefined;
  if (output === "grain") {
    const what = `${grain ?? ""}${key === null ? "" : `:${key}`}`;
    return {
      told: `grain: ${what}`,
      taken: `Grain ${what}`,
      executed: `Executed. Output into grain: ${what}`,
    };
  }
  const path = pythonStr(output);
  return { told: `file: ${path}`, taken: `File ${path}`, executed: `Executed. Output into ${path}` };
}

async function isTaken({ output, grain, key }: QueryState, context: ExecutionContext): Promise<boolean> {
  if (output !== "grain") return statSync(pythonStr(output), { throwIfNoEntry: false })?.isFile() ?? false;
  const names = await context.call("grains.ls");
  const isThere = isList(names) && names.includes(grain ?? "");
  if (key === null || !isThere) return isThere;
  const value = await context.call("grains.get", [grain]);
  return isDict(value) && value.has(key);
}

/** Rows as maps by their columns. */
function withMappedRows(result: Dict): Dict {
  const [columns, rows] = [result.get("columns"), result.get("results")];
  if (!isList(columns) || !isList(rows)) return result;
  const maps = rows.map(
    (row): MutableDict => new Map(columns.map((name, at) => [name, isList(row) ? (row[at] ?? null) : null])),
  );
  return new Map([...result, ["results", maps]]);
}

async function keep(
  { output, grain, key }: QueryState,
  result: Dict,
  context: ExecutionContext,
): Promise<void> {
  if (output === null) return;
  if (output !== "grain") {
    writeFileSync(pythonStr(output), fileText(result));
    return;
  }
  if (key === null) {
    await context.call("grains.setval", [grain, result]);
    return;
  }
  const known = await context.call("grains.get", [grain]);
  const value = new Map([...(isDict(known) ? known : []), [key, result] as const]);
  await context.call("grains.setval", [grain, value]);
}

/** A line `column:cell` for each cell; the facts themselves when there are no rows. */
function fileText(result: Dict): string {
  const rows = result.get("results");
  const maps = isList(rows) ? rows.filter(isDict) : [result];
  const lines = maps.flatMap((row) =>
    [...row].map(([key, cell]) => `${pythonStr(key)}:${pythonStr(cell)}\n`),
  );
  return lines.join("");
}
