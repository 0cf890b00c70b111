import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { dict } from "@salt/core";
import { rulesOfUser } from "./user-rules.js";

const system = dict({
  ann: ["test.*"],
  "b.*": ["grains.*"],
  "ops%": ["cmd.run"],
  "*": ["sys.doc"],
  "^filename": "/etc/passwords",
});
const of = (name: string, groups: readonly string[] = [], permissive = false) =>
  rulesOfUser(system, { name, groups }, permissive);

describe("rulesOfUser", () => {
  test("a user has the rules of every row that matches the whole name, and of its groups", () => {
    assert.deepEqual(of("ann"), ["test.*"]);
    assert.deepEqual(of("ann", ["ops"]), ["test.*", "cmd.run"]);
    assert.deepEqual(of("bob"), ["grains.*"]);
    assert.deepEqual(of("anna", ["dev"]), ["sys.doc"]);
  });

  test("* is for those that have no row of their own, unless lists are permissive", () => {
    assert.deepEqual(of("eve"), ["sys.doc"]);
    assert.deepEqual(of("eve", ["ops"]), ["cmd.run", "sys.doc"]);
    assert.deepEqual(of("ann", [], true), ["test.*", "sys.doc"]);
  });

  test("settings of the system are no users", () => {
    assert.deepEqual(rulesOfUser(dict({ "^filename": "abc" }), { name: "filename", groups: [] }, false), []);
  });

  test("a group is no user of its name", () => {
    assert.deepEqual(rulesOfUser(dict({ "ops%": ["x"] }), { name: "ops%", groups: [] }, false), []);
  });
});
