/** Grains that states and formulas compare: the releases that this program is to be taken for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeContext } from "../testing/execution-context.js";
import { minionProcess } from "./minion-process.js";
import { PYTHON_LEVEL, SALT_LEVEL } from "./portable/salt-version.js";

test("formulas find the releases that they ask for", async () => {
  const { program } = minionProcess.functions;
  assert.ok(program);
  const grains = new Map(Object.entries(await program(fakeContext().context)));
  assert.deepEqual(grains.get("saltversioninfo"), SALT_LEVEL);
  assert.deepEqual(grains.get("pythonversion"), PYTHON_LEVEL);
  assert.equal(PYTHON_LEVEL[0], 3);
});
