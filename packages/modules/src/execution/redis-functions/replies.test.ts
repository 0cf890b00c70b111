/**
 * Tests of replies.ts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dict, float } from "@salt/core";
import { infoFacts, isDone, pairs } from "./replies.js";

test("facts of INFO have their kinds", () => {
  const text =
    "# Server\r\nredis_version:7.0.15\r\nuptime:12\r\nratio:1.50\r\ndb0:keys=2,expires=0\r\nrole:master\r\n";
  const facts = dict({ redis_version: "7.0.15", uptime: 12, ratio: 1.5, role: "master" });
  const found = new Map(infoFacts(text));
  assert.deepEqual(found.get("db0"), dict({ keys: 2, expires: 0 }));
  found.delete("db0");
  assert.deepEqual(found, facts);
  assert.deepEqual(infoFacts("f:2.0").get("f"), float(2));
});

test("pairs and what counts as done", () => {
  assert.deepEqual(pairs(["a", "1", "b", "2"]), dict({ a: "1", b: "2" }));
  assert.deepEqual([isDone(1), isDone(0), isDone("OK"), isDone(null)], [true, false, true, false]);
});
