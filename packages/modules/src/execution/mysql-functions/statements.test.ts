/**
 * Tests of statements.ts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { statementsIn } from "./statements.js";

test("statements end at semicolons that are not in quotes or comments", () => {
  const text = `-- first; comment
INSERT INTO t VALUES ('a;b', "c\\";d"); # second; one
/* third;
comment */ SELECT \`x;y\`
  FROM t;
left out`;
  assert.deepEqual(statementsIn(text), [`INSERT INTO t VALUES ('a;b', "c\\";d")`, "SELECT `x;y`\n  FROM t"]);
});

test("two minus signs without a space are no comment", () => {
  assert.deepEqual(statementsIn("SELECT 5--3;;"), ["SELECT 5--3"]);
});
