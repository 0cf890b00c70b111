/** Programs that classify minions, with a shell as the program. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Value } from "@salt/core";
import { callDirectly, dict } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";
import { extNodes } from "./ext-nodes.js";

async function top(script: string, id = "web1"): Promise<Value> {
  const { context } = fakeContext({ opts: dict({ master_tops: { ext_nodes: `sh -c '${script}'` } }) });
  const { top: fn } = extNodes.functions;
  assert.ok(fn !== undefined);
  return await callDirectly("ext_nodes.top", fn, [], new Map([["opts", dict({ id })]]), context);
}

test("the classes of a list or of a map, for the environment beside them", async () => {
  assert.deepEqual(await top('echo "classes: [web, $0]"'), dict({ base: ["web", "web1"] }));
  const mapped = await top('echo "{classes: {web: , ntp: {server: a}}, environment: dev}"');
  assert.deepEqual(mapped, dict({ dev: ["web", "ntp"] }));
  assert.deepEqual(await top('echo "parameters: {a: 1}"'), new Map());
});

test("a program that fails, and an id that it would read as an option", async () => {
  await assert.rejects(top("exit 3"), /ended with 3/);
  await assert.rejects(top("true", "-rf"), /would be read as an option/);
});
