/**
 * Tests of mongo-keys.ts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dict } from "@salt/core";
import { readableKeys, safeKeys, withoutDots } from "./mongo-keys.js";

test("dots in keys become hyphens, but not in lists", () => {
  const value = dict({ "a.b": { "c.d": "e.f" }, list: [dict({ "g.h": 1 })] });
  assert.deepEqual(withoutDots(value), dict({ "a-b": { "c-d": "e.f" }, list: [dict({ "g.h": 1 })] }));
  assert.equal(withoutDots("a.b"), "a.b");
});

test("keys of loads are written so that they can be read back", () => {
  const load = dict({ "a.b": [dict({ $set: 1, "50%": 2, "x\\y": 3 })], "%2e": 4 });
  const safe = safeKeys(load);
  assert.deepEqual(safe, dict({ "a%2eb": [dict({ "%24set": 1, "50%25": 2, "x%5cy": 3 })], "%252e": 4 }));
  assert.deepEqual(readableKeys(safe), load);
});
