/** Data that a minion keeps. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Datastore, Dict, Value } from "@salt/core";
import { callFunction, dict, parseArguments } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";
import { data } from "./data.js";

function minion() {
  let kept: Dict = new Map();
  const datastore: Datastore = {
    read: () => kept,
    write: (changed) => {
      kept = changed;
    },
    clear: () => {
      kept = new Map();
    },
  };
  const context = { ...fakeContext().context, datastore };
  const call = async (name: string, ...words: readonly string[]): Promise<Value> => {
    const fn = data.functions[name];
    assert.ok(fn !== undefined);
    return await callFunction(`data.${name}`, fn, await parseArguments(words), context);
  };
  return { call, kept: () => kept };
}

test("values are kept, read, compared and removed by key", async () => {
  const { call, kept } = minion();
  assert.equal(await call("update", "role", "web"), true);
  assert.equal(await call("update", "place", "[1, 2]"), true);
  assert.equal(await call("get", "role"), "web");
  assert.equal(await call("get", "none"), null);
  assert.equal(await call("get", "none", "x"), "x");
  assert.deepEqual(await call("get", "[role, none]"), ["web"]);
  assert.deepEqual(await call("get", "[role, none]", "x"), ["web", "x"]);
  assert.deepEqual(await call("keys"), ["role", "place"]);
  assert.deepEqual(await call("values"), ["web", [1, 2]]);
  assert.equal(await call("has_key", "role"), true);
  assert.equal(await call("cas", "role", "db", "mail"), false);
  assert.equal(await call("cas", "none", "db", "mail"), false);
  assert.equal(await call("cas", "place", "here", "[1, 2]"), true);
  assert.equal(await call("pop", "place"), "here");
  assert.equal(await call("pop", "place", "gone"), "gone");
  assert.deepEqual(kept(), dict({ role: "web" }));
});

test("everything at once", async () => {
  const { call } = minion();
  assert.equal(await call("dump", "{a: 1}"), true);
  assert.equal(await call("dump", "[1]"), false);
  assert.deepEqual(await call("load"), dict({ a: 1 }));
  assert.deepEqual(await call("items"), dict({ a: 1 }));
  assert.equal(await call("clear"), true);
  assert.deepEqual(await call("load"), new Map());
});

test("where there is no minion nothing is kept", async () => {
  const fn = data.functions.load;
  assert.ok(fn !== undefined);
  await assert.rejects(callFunction("data.load", fn, [], fakeContext().context), {
    code: "COMMAND_EXECUTION",
  });
});
