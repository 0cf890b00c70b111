/** The name somebody meant: the nearest one, and none that is too far. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { editDistance, nearestName } from "./nearest.js";

test("counts the letters that differ, up to a limit", () => {
  assert.equal(editDistance("kitten", "sitting"), 3);
  assert.equal(editDistance("", "abc"), 3);
  assert.equal(editDistance("same", "same"), 0);
  assert.ok(editDistance("aaaaaaaa", "bbbbbbbb", 3) >= 3);
  assert.equal(editDistance("kitten", "sitting", 4), 3);
});

test("finds the nearest name, the first of several, or none", () => {
  const names = ["file_roots", "file_client", "pillar_roots", "log_level", "log_file"];
  assert.equal(nearestName("file_root", names), "file_roots");
  assert.equal(nearestName("log_leve", names), "log_level");
  assert.equal(nearestName("logfile", names), "log_file");
  assert.equal(nearestName("something_else", names), undefined);
  assert.equal(nearestName("ab", ["ad", "ac"]), "ad");
});
