/**
 * Tests of privilege-kinds.ts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessList, covers, objectKind, privilegeNames } from "./privilege-kinds.js";

test("an access list is read", () => {
  const list = accessList("{app=ar*w/postgres,=r/postgres,odd}");
  assert.deepEqual([...list.keys()], ["app", "public"]);
  assert.deepEqual(
    [...(list.get("app") ?? [])],
    [
      ["INSERT", false],
      ["SELECT", true],
      ["UPDATE", false],
    ],
  );
});

test("what a role has, and what it may grant on", () => {
  const has = accessList("{app=U*C/postgres}").get("app");
  assert.ok(has !== undefined);
  assert.equal(covers("schema", has, ["ALL"], false), true);
  assert.equal(covers("schema", has, ["ALL"], true), false);
  assert.equal(covers("schema", has, ["USAGE"], true), true);
  assert.equal(covers("table", has, ["SELECT"], false), false);
});

test("privileges that a kind of object has not are refused", () => {
  assert.deepEqual(privilegeNames("table", "select, insert"), ["SELECT", "INSERT"]);
  assert.throws(() => privilegeNames("schema", "SELECT"), /Invalid privilege/);
  assert.throws(() => privilegeNames("group", "SELECT"), /should not be set/);
  assert.throws(() => objectKind("castle"), /Invalid object_type: castle provided/);
});
