import assert from "node:assert/strict";
import { test } from "node:test";
import { dict } from "@salt/core";
import { mayHearEvents, rulesOf } from "./permissions.js";

const EAUTH = dict({
  pam: dict({
    ann: ["test.*", "@runner", "test.*"],
    "*": ["grains.get"],
    "ops%": [dict({ web1: ["cmd.run"] })],
    "^setting": "x",
  }),
});

test("rules are those of the name, of everybody and of groups, sorted", () => {
  const token = dict({ eauth: "pam", name: "ann", groups: ["ops", "users"] });
  const rules = ["@runner", "grains.get", "test.*", dict({ web1: ["cmd.run"] })];
  assert.deepEqual(rulesOf(token, EAUTH), rules);
  assert.deepEqual(rulesOf(dict({ eauth: "nosuch", name: "ann" }), EAUTH), []);
  assert.deepEqual(rulesOf(dict({ eauth: "pam", name: "ann", auth_list: ["b", "a"] }), EAUTH), ["a", "b"]);
});

test("events are for those who may run everything, or have @events", () => {
  const hears = (...rules: string[]): boolean =>
    mayHearEvents(dict({ eauth: "pam", name: "x" }), dict({ pam: dict({ x: rules }) }));
  assert.deepEqual(
    [hears(".*"), hears("test.*", "@events"), hears("test.*", "@runner")],
    [true, true, false],
  );
});
