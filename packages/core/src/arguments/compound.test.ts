/** Compound commands. Expected values are what `salt` 3006.28 put into its publish requests. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { SaltInvocationError } from "../base/errors.js";
import { parseCommand, splitCompound } from "./compound.js";

const refused = (sentence: RegExp) => (error: unknown) =>
  error instanceof SaltInvocationError && error.exitCode === 42 && sentence.test(error.message);

test("a single function gets all words", async () => {
  const command = await parseCommand("test.arg", ["1", "a,b", "k=2"]);
  assert.deepEqual(command, {
    fun: "test.arg",
    arg: [
      1,
      "a,b",
      new Map<string, unknown>([
        ["__kwarg__", true],
        ["k", 2],
      ]),
    ],
  });
});

test("separator words divide, and then words may contain the separator", () => {
  assert.deepEqual(splitCompound("a.b,c.d,e.f", [",", "x,y", ",", "z"]).words, [[], ["x,y"], ["z"]]);
});

test("separators inside words divide when the words alone do not", () => {
  assert.deepEqual(splitCompound("test.ping,cmd.run", [",echo hi"]).words, [[], ["echo hi"]]);
  assert.deepEqual(splitCompound("a.b,c.d,e.f", ["x,y,", ""]).words, [["x"], ["y"], [""]]);
  assert.deepEqual(splitCompound("a.b,c.d", ["x,", "y"]).words, [["x"], ["y"]]);
});

test("another separator leaves commas alone", async () => {
  const command = await parseCommand("a.b,c.d", ["1,2", "::", "[3]"], { separator: "::" });
  assert.deepEqual(command, { fun: ["a.b", "c.d"], arg: [["1,2"], [[3]]] });
});

test("too few and too many arguments are refused", () => {
  assert.throws(() => splitCompound("a.b,c.d", ["x"]), refused(/without defining all arguments/));
  assert.throws(
    () => splitCompound("a.b,c.d", ["x", ",", "y", ",", "z"]),
    refused(/more arguments than commands/),
  );
});
