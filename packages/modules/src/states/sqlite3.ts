/**
 * States of databases of SQLite on this machine.
 */
import type { Dict, StateAnswer, Value } from "@salt/core";
import { isDict, isEqual, isList, isTrial, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import {
  changeRows,
  runStatement,
  selectRows,
  sqliteAvailable,
} from "../execution/sqlite-functions/database.js";
import { PythonError } from "../values/python-error.js";
import { answer, changed, failed, unchanged } from "./answer/answer.js";

const name = needed.str("A name for people.");
const db = needed.str("The file of the database.");
const table = needed.str("The table.");
const where_sql = needed.str("What the row is found by: SQL behind WHERE.");
const where_args = maybe.any(null, "Values for the `?` in it, a list.");
const table_name = needed.str("The table.");
const TABLE = "SELECT sql FROM sqlite_master WHERE type='table' AND name=?";

export const sqlite3 = stateModule("sqlite3", {
  doc: "States of databases of SQLite on this machine.",
  available: sqliteAvailable,
  functions: {
    row_absent: stateFn({
      doc: "Makes a row not be there; fails when several are found.",
      params: { name, db, table, where_sql, where_args },
      run: (args, context) =>
        orTold(args.name, async () => {
          const found = await selectRows(args.db, selection(args), valuesOf(args.where_args));
          const [row] = found;
          if (found.length > 1) return failed(args.name, "More than one row matched the specified query");
          if (row === undefined) return unchanged(args.name, "Row is absent");
          // As in Salt, the result of a trial is true.
          if (isTrial(context))
            return changed(args.name, `Row will be removed in ${args.table}`, { old: row });
          const sql = `DELETE FROM ${quoted(args.table)} WHERE ${args.where_sql}`;
          const count = await changeRows(args.db, sql, valuesOf(args.where_args));
          return count === 1
            ? changed(args.name, "Row removed", { old: row })
            : failed(args.name, "Unable to remove row");
        }),
    }),
    row_present: stateFn({
      doc: "Makes a row be there; one that differs is changed with `update`, and is a failure without.",
      params: {
        name,
        db,
        table,
        data: needed.dict("The values by column."),
        where_sql,
        where_args,
        update: maybe.bool(false, "Change a row that differs."),
      },
      run: (args, context) => orTold(args.name, () => present(args, isTrial(context))),
    }),
    table_absent: stateFn({
      doc: "Makes a table not be there.",
      params: { name: table_name, db },
      run: (args, context) =>
        orTold(args.name, async () => {
          const [row] = await runStatement(args.db, TABLE, [args.name]);
          if (row === undefined) return unchanged(args.name, `'${args.name}' is already absent`);
          if (isTrial(context)) return unchanged(args.name, `'${args.name}' will be dropped`);
          await changeRows(args.db, `DROP TABLE ${quoted(args.name)}`, []);
          return changed(args.name, `'${args.name}' was dropped`, { old: row[0] ?? null });
        }),
    }),
    table_present: stateFn({
      doc: "Makes a table be there; one with another schema is replaced with `force`, with all that is in it.",
      params: {
        name: table_name,
        db,
        schema: needed.any("The columns, a list of texts, or the whole statement that makes the table."),
        force: maybe.bool(false, "Replace a table with another schema."),
      },
      run: (args, context) => orTold(args.name, () => tablePresent(args, isTrial(context))),
    }),
  },
});

interface RowWish {
  readonly name: string;
  readonly db: string;
  readonly table: string;
  readonly data: Dict;
  readonly where_sql: string;
  readonly where_args: Value;
  readonly update: boolean;
}

async function present(wish: RowWish, isTest: boolean): Promise<StateAnswer> {
  const { name: id, data } = wish;
  const found = await selectRows(wish.db, selection(wish), valuesOf(wish.where_args));
  const [row] = found;
  if (found.length > 1) return failed(id, "More than one row matched the specified query");
  if (row === undefined) return await insert(wish, isTest);
  const isDifferent = [...data].some(([key, value]) => row.has(key) && !isEqual(row.get(key) ?? null, value));
  if (!isDifferent) return unchanged(id, "Row exists");
  if (!wish.update) return failed(id, "Existing data doesnot match desired state");
  if (isTest) return unchanged(id, `Row will be update in ${wish.table}`);
  const columns = [...data.keys()].map((key) => `${quoted(pythonStr(key))}=?`).join(",");
  const sql = `UPDATE ${quoted(wish.table)} SET ${columns} WHERE ${wish.where_sql}`;
  const count = await changeRows(wish.db, sql, [...data.values(), ...valuesOf(wish.where_args)]);
  return count === 1 ? changed(id, "Row updated", { old: row, new: data }) : failed(id, "Row update failed");
}

async function insert(
  { name: id, db: file, table: into, data }: RowWish,
  isTest: boolean,
): Promise<StateAnswer> {
  if (isTest) return changed(id, `Row will be inserted into ${into}`, { new: data });
  const columns = [...data.keys()].map((key) => quoted(pythonStr(key))).join(",");
  const places = [...data.keys()].map(() => "?").join(",");
  const sql = `INSERT INTO ${quoted(into)} (${columns}) VALUES (${places})`;
  const count = await changeRows(file, sql, [...data.values()]);
  return count === 1 ? changed(id, "Inserted row", { new: data }) : failed(id, "Unable to insert data");
}

interface TableWish {
  readonly name: string;
  readonly db: string;
  readonly schema: Value;
  readonly force: boolean;
}

async function tablePresent(
  { name: id, db: file, schema, force }: TableWish,
  isTest: boolean,
): Promise<StateAnswer> {
  const [row] = await runStatement(file, TABLE, [id]);
  const sql = isList(schema)
    ? `CREATE TABLE ${quoted(id)} (${schema.map(pythonStr).join(",")})`
    : pythonStr(schema);
  if (row === undefined) {
    if (isTest) return changed(id, `'${id}' will be created`, { new: sql });
    await changeRows(file, sql, []);
    return changed(id, `Created table '${id}'`, { new: sql });
  }
  const [old = null] = row;
  if (sql.trim() === old) return unchanged(id, `'${id}' exists with matching schema`);
  if (!force) return failed(id, `Expected schema=${sql.trim()}\nactual schema=${pythonStr(old)}`);
  if (isTest) return changed(id, `'${id}' will be replaced`, { old, new: sql.trim() });
  await changeRows(file, `DROP TABLE ${quoted(id)}`, []);
  await changeRows(file, sql, []);
  return changed(id, `Replaced '${id}'`, { old, new: sql.trim() });
}

function selection({ table: from, where_sql: where }: Pick<RowWish, "table" | "where_sql">): string {
  return `SELECT * FROM ${quoted(from)} WHERE ${where}`;
}

function valuesOf(value: Value): readonly Value[] {
  if (value === null) return [];
  return isList(value) ? value : isDict(value) ? [...value.values()] : [value];
}

/** A name of a table or column, which stays a name whatever is in it. */
function quoted(text: string): string {
  return `\`${text.replaceAll("`", "``")}\``;
}

/** Errors of SQLite become the comment. */
async function orTold(id: string, work: () => Promise<StateAnswer>): Promise<StateAnswer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PythonError) return answer(id, false, error.message);
    throw error;
  }
}
