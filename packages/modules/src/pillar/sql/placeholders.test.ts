/**
 * Tests of placeholders.ts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { countMarks, withMarks } from "./placeholders.js";

test("the id's places are written as the server wants them", () => {
  const sql = "SELECT '50%%', a FROM t WHERE %s LIKE b OR c = %s";
  assert.equal(withMarks(sql, "?"), "SELECT '50%', a FROM t WHERE ? LIKE b OR c = ?");
  assert.equal(withMarks(sql, "$1"), "SELECT '50%', a FROM t WHERE $1 LIKE b OR c = $1");
  assert.equal(countMarks(sql), 2);
  assert.equal(countMarks("SELECT '%%s'"), 0);
});

test("a single per cent sign is refused, as drivers of Python refuse it", () => {
  assert.throws(() => withMarks("SELECT 1 WHERE a LIKE 'b%'", "?"), /write %% for one/);
});
