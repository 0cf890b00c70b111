/**
 * Tests of loose-version.ts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compareLoose } from "./loose-version.js";

test("numbers count as numbers, and what is longer is newer", () => {
  assert.equal(compareLoose("1.10", "1.9"), 1);
  assert.equal(compareLoose("1.1", "1.1"), 0);
  assert.equal(compareLoose("1.1", "1.1.1"), -1);
  assert.equal(compareLoose("15.18 (Debian 15.18-0+deb12u1)", "9.5"), 1);
  assert.equal(compareLoose("1.0dev", "1.0beta"), 1);
});
