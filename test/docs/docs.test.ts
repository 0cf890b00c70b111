/**
 * What runs the documentation: which blocks are run, and what counts as the output that is shown.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { runnableBlocks } from "./blocks.js";
import { isAsShown } from "./shown-output.js";

test("only marked blocks are run", () => {
  const page = ["```sh", "rm -rf /", "```", "```console run wait", "$ a \\", "> b", "out", "$ c", "```"].join(
    "\n",
  );
  assert.deepEqual(runnableBlocks(page), [
    {
      type: "commands",
      line: 4,
      waits: true,
      fleet: false,
      commands: [
        { line: 5, command: "a \\\nb", expected: ["out"] },
        { line: 8, command: "c", expected: [] },
      ],
    },
  ]);
});

test("a file block names its path", () => {
  assert.deepEqual(runnableBlocks("```yaml file=/srv/salt/top.sls\na: 1\n```"), [
    { type: "file", line: 1, path: "/srv/salt/top.sls", text: "a: 1\n" },
  ]);
});

test("a block without an end, or without a command, is refused", () => {
  assert.throws(() => runnableBlocks("```console run\n$ a"), /line 1 has no end/);
  assert.throws(() => runnableBlocks("```console run\nout\n```"), /begins without a command/);
});

test("output is compared line by line", () => {
  assert.ok(isAsShown(["a", "  b"], ["a  ", "  b", "", ""]));
  assert.ok(!isAsShown(["a", "b"], ["a"]));
  assert.ok(!isAsShown(["a"], ["a", "b"]));
  assert.ok(!isAsShown(["a.c"], ["abc"]));
});

test("an ellipsis stands for what differs", () => {
  assert.ok(isAsShown(["took … ms"], ["took 3.5 ms"]));
  assert.ok(isAsShown(["a", "…", "z"], ["a", "b", "c", "z"]));
  assert.ok(isAsShown(["a", "…"], ["a"]));
  assert.ok(!isAsShown(["a", "…", "z"], ["a", "b"]));
});
