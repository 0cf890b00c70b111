/** States of databases of SQLite, on a real one. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import type { Plain } from "@salt/core";
import { pythonRepr } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";
import { runState } from "../testing/state-context.js";
import { sqlite3 } from "./sqlite3.js";

type Wish = { readonly [name: string]: Plain };

function database(t: TestContext) {
  const dir = mkdtempSync(join(tmpdir(), "salt-sqlite-state-"));
  t.after(() => rmSync(dir, { recursive: true }));
  const db = join(dir, "t.db");
  const real = fakeContext().context;
  const trial = fakeContext({ opts: new Map([["test", true]]) }).context;
  const apply = async (fun: string, wish: Wish, isTest = false): Promise<readonly unknown[]> => {
    const told = await runState(sqlite3, fun, { db, ...wish }, isTest ? trial : real);
    return [told.result, told.comment, told.changes];
  };
  const rows = async (): Promise<string> =>
    pythonRepr(await real.call("sqlite3.fetch", [db, "SELECT * FROM t"]));
  return { apply, rows };
}

const SCHEMA = ["id INTEGER", "name TEXT"];
const ROW: Wish = {
  name: "x",
  table: "t",
  where_sql: "id=?",
  where_args: [1],
  data: { id: 1, name: "a'; DROP TABLE t" },
};

test("a table is made once, and replaced only when that is said", async (t) => {
  const { apply } = database(t);
  const wish = { name: "t", schema: SCHEMA };
  const sql = "CREATE TABLE `t` (id INTEGER,name TEXT)";
  assert.deepEqual(await apply("table_present", wish, true), [
    true,
    "'t' will be created",
    `{'new': '${sql}'}`,
  ]);
  assert.deepEqual(await apply("table_present", wish), [true, "Created table 't'", `{'new': '${sql}'}`]);
  assert.deepEqual(await apply("table_present", wish), [true, "'t' exists with matching schema", "{}"]);
  const other = { name: "t", schema: ["id INTEGER"] };
  assert.equal((await apply("table_present", other))[0], false);
  assert.equal((await apply("table_present", { ...other, force: true }))[1], "Replaced 't'");
});

test("a row is inserted, found, changed and removed; values stay values", async (t) => {
  const { apply, rows } = database(t);
  await apply("table_present", { name: "t", schema: SCHEMA });
  assert.equal((await apply("row_present", ROW, true))[1], "Row will be inserted into t");
  assert.equal((await apply("row_present", ROW))[1], "Inserted row");
  assert.equal((await apply("row_present", ROW))[1], "Row exists");
  const other = { ...ROW, data: { id: 1, name: "b" } };
  assert.deepEqual((await apply("row_present", other)).slice(0, 2), [
    false,
    "Existing data doesnot match desired state",
  ]);
  assert.equal((await apply("row_present", { ...other, update: true }))[1], "Row updated");
  assert.equal(await rows(), "[[1, 'b']]");
  const { data: _data, ...gone } = ROW;
  assert.deepEqual(await apply("row_absent", gone), [true, "Row removed", "{'old': {'id': 1, 'name': 'b'}}"]);
  assert.deepEqual(await apply("row_absent", gone), [true, "Row is absent", "{}"]);
});

test("several rows are a failure, and so is what SQLite refuses", async (t) => {
  const { apply } = database(t);
  await apply("table_present", { name: "t", schema: SCHEMA });
  for (const id of [1, 2]) await apply("row_present", { ...ROW, where_args: [id], data: { id } });
  const all = { name: "x", table: "t", where_sql: "1=1" };
  assert.equal((await apply("row_absent", all))[1], "More than one row matched the specified query");
  assert.deepEqual(await apply("row_absent", { ...all, table: "none" }), [
    false,
    "no such table: none",
    "{}",
  ]);
  assert.deepEqual(await apply("table_absent", { name: "t" }), [
    true,
    "'t' was dropped",
    "{'old': 'CREATE TABLE `t` (id INTEGER,name TEXT)'}",
  ]);
});
