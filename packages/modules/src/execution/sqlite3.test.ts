/** Databases of SQLite: rows with their types, and errors under Python's names. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pythonRepr } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";

test("rows keep their types; large whole numbers stay exact", async (t) => {
  const dir = mkdtempSync(join(tmpdir(), "salt-sqlite-"));
  t.after(() => rmSync(dir, { recursive: true }));
  const db = join(dir, "t.db");
  const { context } = fakeContext();
  const modify = (sql: string) => context.call("sqlite3.modify", [db, sql]);
  await modify("CREATE TABLE t(id INT, name TEXT, f REAL, b BLOB)");
  await modify("INSERT INTO t VALUES(9007199254740993, 'x', 2, x'00ff'), (1, NULL, 1.5, NULL)");
  const rows = await context.call("sqlite3.fetch", [db, "SELECT * FROM t"]);
  assert.equal(pythonRepr(rows), "[[9007199254740993, 'x', 2.0, b'\\x00\\xff'], [1, None, 1.5, None]]");
  assert.equal(pythonRepr(await context.call("sqlite3.tables", [db])), "[['t']]");
  await assert.rejects(context.call("sqlite3.fetch", [db, "SELECT x FROM t"]), {
    name: "OperationalError",
    message: "no such column: x",
  });
  await assert.rejects(modify("CREATE TABLE u(i); CREATE TABLE v(i)"), { name: "Warning" });
  await modify("CREATE UNIQUE INDEX i ON t(id)");
  await assert.rejects(modify("INSERT INTO t(id) VALUES(1)"), { name: "IntegrityError" });
});

test("without a database there is no answer", async () => {
  assert.equal(await fakeContext().context.call("sqlite3.tables"), false);
});
