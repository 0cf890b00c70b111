/** Calling execution functions in both forms. The answers are those of real minions. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Plain } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";
import { runState } from "../testing/state-context.js";
import { module } from "./module.js";

async function run(kwargs: { readonly [name: string]: Plain }, isTest = false) {
  const { context } = fakeContext({ opts: new Map([["test", isTest]]) });
  return await runState(module, "run", kwargs, context);
}

test("the older form", async () => {
  assert.deepEqual(await run({ name: "test.echo", text: "hi" }), {
    result: true,
    comment: "Module function test.echo executed",
    changes: "{'ret': 'hi'}",
  });
  assert.equal((await run({ name: "test.false" })).result, false);
  assert.equal((await run({ name: "test.echo" })).comment, "The following arguments are missing: text");
  assert.equal((await run({ name: "no.such" })).comment, "Module function no.such is not available");
  assert.equal((await run({ name: "test.echo", text: "hi" }, true)).result, null);
  const listed = await run({ name: "test.arg", args: [1], kwargs: { a: 2 } });
  assert.match(listed.changes, /'args': [[(]1,?[\])], 'kwargs': \{'a': 2\}/);
});

test("the newer form", async () => {
  assert.deepEqual(await run({ name: "x", "test.echo": ["hi"] }), {
    result: true,
    comment: "test.echo: hi",
    changes: "{'test.echo': 'hi'}",
  });
  assert.equal((await run({ "test.echo": [{ text: "yo" }] })).comment, "test.echo: yo");
  const two = await run({ "test.true": null, "test.false": null });
  assert.deepEqual([two.result, two.comment], [false, "'test.false': False, test.true: True"]);
  assert.equal((await run({ "test.echo": [] })).comment, "'test.echo' failed: Missing arguments: text");
  assert.equal((await run({ "no.such": [] })).comment, "Unavailable function: no.such.");
  assert.equal((await run({ "test.echo": ["hi"] }, true)).comment, "Function test.echo to be executed.");
});
