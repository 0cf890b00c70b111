/**
 * Tests of csv.ts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { csvRows } from "./csv.js";

test("plain cells, empty cells and empty lines", () => {
  assert.deepEqual(csvRows("a,b\n1,\n\n,2\n"), [
    ["a", "b"],
    ["1", ""],
    ["", "2"],
  ]);
  assert.deepEqual(csvRows("a,b\n1,"), [
    ["a", "b"],
    ["1", ""],
  ]);
  assert.deepEqual(csvRows(""), []);
});

test("quoted cells hold commas, quotes and line breaks", () => {
  assert.deepEqual(csvRows('"a,b","say ""x"""\n"two\nlines",""'), [
    ["a,b", 'say "x"'],
    ["two\nlines", ""],
  ]);
});
