import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dict, get, isList, tuple } from "@salt/core";
import { fakeRunner, runLine } from "../testing/runner-context.js";
import { test as testRunner } from "./test.js";

describe("the test runner", () => {
  it("gives arguments back, with private keywords only where they are asked for", async () => {
    const { context } = fakeRunner();
    const words = ["1", "two", "k=2", "__x=3"];
    const args = tuple([1, "two"]);
    assert.deepEqual(await runLine(testRunner, "arg", words, context), dict({ args, kwargs: { k: 2 } }));
    const all = await runLine(testRunner, "raw_arg", words, context);
    assert.deepEqual(get(all, "args"), args);
    assert.deepEqual(get(all, "kwargs"), dict({ k: 2, __x: 3 }));
  });

  it("knows words of two places and none of others", async () => {
    const { context } = fakeRunner();
    const us = await runLine(testRunner, "metasyntactic", [], context);
    assert.deepEqual(isList(us) ? [us.length, us[0], us.at(-1)] : us, [14, "foo", "thud"]);
    const uk = await runLine(testRunner, "metasyntactic", ["locality=uk"], context);
    assert.deepEqual(uk, ["wibble", "wobble", "wubble", "flob"]);
    assert.equal(await runLine(testRunner, "metasyntactic", ["locality=zz"], context), null);
  });

  it("prints how long it sleeps before it does", async () => {
    const { context, printed } = fakeRunner();
    assert.equal(await runLine(testRunner, "sleep", ["0"], context), true);
    assert.deepEqual(printed, [0]);
  });

  it("shows the master's options", async () => {
    const opts = dict({ timeout: 5 });
    assert.deepEqual(await runLine(testRunner, "get_opts", [], fakeRunner({ opts }).context), opts);
  });
});
