/** Reactions: both forms of their arguments, and the order in which they are done. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Dict, Plain } from "@salt/core";
import { dict, maybe, needed, runnerFn, toValue } from "@salt/core";
import { reactionChunks } from "../worker/reaction-chunks.js";
import { isBoundByName, readReaction } from "./reaction.js";

const fun = runnerFn({ doc: "", params: { a: needed.any(""), name: maybe.any(null, "") }, run: () => null });

function read(facts: { readonly [name: string]: Plain }, shape: Parameters<typeof readReaction>[1] = fun) {
  const chunk = dict({ state: "runner", fun: "x.y", __id__: "one", name: "one", ...facts });
  const { client, arg, kwarg } = readReaction(chunk, shape);
  return { client, arg, kwarg };
}

describe("a reaction", () => {
  test("has its arguments in args, as a map or a list of maps", () => {
    assert.deepEqual(read({ args: { a: 1 } }), { client: "runner", arg: [], kwarg: dict({ a: 1 }) });
    assert.deepEqual(read({ args: [{ a: 1 }, { b: 2 }] }).kwarg, dict({ a: 1, b: 2 }));
    assert.deepEqual(read({ state: "caller", args: [1, 2] }).arg, [1, 2]);
    assert.throws(() => read({ args: [1, 2] }), /neither a map nor a list of maps/);
    assert.throws(() => read({ args: "x" }), /neither a map nor a list of maps/);
  });

  test("of the older form has them as arg and kwarg, or beside the other words", () => {
    assert.deepEqual(read({ state: "cmd", arg: ["x"], kwarg: { k: 1 } }, undefined), {
      client: "local",
      arg: ["x"],
      kwarg: dict({ k: 1 }),
    });
    assert.deepEqual(read({ a: 5 }).kwarg, dict({ a: 5, name: "one" }));
    assert.throws(() => read({ a: 5, zz: 1 }), /no argument zz/);
    assert.equal(isBoundByName({ client: "runner", chunk: dict({ arg: [1] }) }), true);
    assert.equal(isBoundByName({ client: "wheel", chunk: dict({ args: [] }) }), false);
    assert.equal(isBoundByName({ client: "local", chunk: dict({}) }), false);
  });

  test("of an unknown kind is none", () => {
    assert.throws(() => read({ state: "pkg" }), /no kind of reaction pkg/);
  });
});

describe("files of the reactor", () => {
  const chunks = (high: Plain) => reactionChunks(toValue(high) as Dict);
  const ids = (high: Plain) => chunks(high).chunks.map((chunk) => chunk.get("__id__"));

  test("name client and function together, or the function as a word", () => {
    const [one] = chunks({ a: { "local.cmd.run": [{ tgt: "x" }], __sls__: "/f" } }).chunks;
    assert.deepEqual(
      ["state", "fun", "tgt", "name", "__sls__"].map((key) => one?.get(key)),
      ["local", "cmd.run", "x", "a", "/f"],
    );
    assert.equal(chunks({ a: { runner: ["x.y", { k: 1 }] } }).chunks[0]?.get("fun"), "x.y");
  });

  test("are done in the order that they say, then by name", () => {
    const at = (order: Plain) => ({ "runner.x.y": order === undefined ? [] : [{ order }] });
    assert.deepEqual(ids({ z: at(undefined), a: at(undefined), l: at("last"), f: at("first"), n: at(2) }), [
      "f",
      "n",
      "a",
      "z",
      "l",
    ]);
  });

  test("of another form are refused as a whole", () => {
    assert.equal(chunks({ a: 1 }).faults.length, 1);
    assert.equal(chunks({ a: { runner: [] } }).faults.length, 1);
    assert.equal(chunks({ a: { "runner.x": "y" } }).faults.length, 1);
    assert.equal(chunks({ a: { "runner.x": [1] } }).faults.length, 1);
    assert.equal(chunks({ a: { "runner.x": ["other"] } }).faults.length, 1);
  });
});
