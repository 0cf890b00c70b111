/** Faults of JavaScript files: their place, and returns that cannot be sent. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Plain } from "@salt/core";
import { CommandExecutionError, ForeignError } from "@salt/core";
import { faultIn, sendable } from "./script-faults.js";

const PATH = "/srv/modules/odd.js";

test("an error has the file and the line of its stack, one that Salt knows stays what it is", () => {
  const error = new RangeError("too far");
  error.stack = `RangeError: too far\n    at f (file://${PATH}?salt-plugin=module&stamp=1:7:9)\n    at other (/x.js:1:1)`;
  const fault = faultIn(PATH, "odd.f", error);
  assert.ok(fault instanceof ForeignError);
  assert.match(fault.traceback, /File "\/srv\/modules\/odd\.js", line 7, in odd\.f\nRangeError: too far/);
  const known = new CommandExecutionError("no");
  assert.equal(faultIn(PATH, "odd.f", known), known);
});

test("what cannot be sent is named with its place, other returns stay what they are", () => {
  const loop: Plain[] = [];
  loop.push(loop);
  assert.throws(() => sendable(PATH, "odd.f", loop), /contains itself \(\/srv\/modules\/odd\.js\)/);
  const half = "x".repeat(40 * 1024 * 1024);
  assert.throws(() => sendable(PATH, "odd.f", [half, half]), /more than 64 MiB at \[1\]/);
  const strange: unknown = JSON.parse("{}");
  assert.ok(typeof strange === "object" && strange !== null);
  Reflect.set(strange, "a", [() => 1]);
  assert.throws(
    () => sendable(PATH, "odd.f", { strange: { ...strange } }),
    /function cannot be sent at \["strange"\]\["a"\]\[0\]/,
  );
  const good: Plain = { a: [1, null, new Map([["k", new Uint8Array(2)]])] };
  assert.equal(sendable(PATH, "odd.f", good), good);
});
