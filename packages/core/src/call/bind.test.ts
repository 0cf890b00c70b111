/** Binding and its failures. The sentences are those of CPython 3.11 and of real minions. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ArgumentBindingError,
  CommandExecutionError,
  FunctionNotAvailableError,
  SaltInvocationError,
} from "../base/errors.js";
import type { Value } from "../base/value.js";
import type { Params } from "../plugin/function.js";
import { defineFunction } from "../plugin/function.js";
import { maybe, needed } from "../plugin/param.js";
import { argspecOf } from "./argspec.js";
import { bindArguments } from "./bind.js";
import { callFunction } from "./call.js";
import { describeFailure } from "./failure.js";

function make(params: Params, more: { varargs?: string; varkw?: string } = {}) {
  return defineFunction<Params, null>({
    doc: "Tries it.",
    examples: ["salt '*' t.f"],
    params,
    ...more,
    run: () => null,
  });
}
const kwarg = (entries: Record<string, Value>): Value =>
  new Map<Value, Value>([["__kwarg__", true], ...Object.entries(entries)]);

const none = make({});
const one = make({ x: needed.any("") });
const two = make({ x: needed.any(""), y: maybe.any(null, "") });
const three = make({ a: needed.any(""), b: needed.any(""), c: needed.any("") });
const open = make({ x: maybe.any(7, "") }, { varargs: "args", varkw: "kwargs" });

test("arguments are bound by place and by name", () => {
  assert.deepEqual({ ...bindArguments("t.f", two, [1, kwarg({ y: "z" })]).args }, { x: 1, y: "z" });
  assert.deepEqual({ ...bindArguments("t.f", two, ["y=[1]", 5]).args }, { x: 5, y: [1] });
  assert.deepEqual({ ...bindArguments("t.f", open, [kwarg({ x: null })]).args }, { x: null });
  const { args, rest } = bindArguments("t.f", open, [1, 2, 3, kwarg({ k: true }), "l=yes"]);
  assert.deepEqual(
    [{ ...args }, rest.args, [...rest.kwargs]],
    [
      { x: 1 },
      [2, 3],
      [
        ["k", true],
        ["l", true],
      ],
    ],
  );
});

test("a map without the marker is an argument like any other", () => {
  const map = new Map<Value, Value>([["y", 1]]);
  assert.deepEqual({ ...bindArguments("t.f", two, [map]).args }, { x: map, y: null });
});

test("what does not fit is refused in Python's words", () => {
  const refusals: [ReturnType<typeof make>, Value[], string][] = [
    [none, [1], "f() takes 0 positional arguments but 1 was given"],
    [none, [1, 2], "f() takes 0 positional arguments but 2 were given"],
    [one, [1, 2], "f() takes 1 positional argument but 2 were given"],
    [two, [1, 2, 3], "f() takes from 1 to 2 positional arguments but 3 were given"],
    [one, [], "f() missing 1 required positional argument: 'x'"],
    [three, [1], "f() missing 2 required positional arguments: 'b' and 'c'"],
    [three, [], "f() missing 3 required positional arguments: 'a', 'b', and 'c'"],
    [one, [1, kwarg({ x: 2 })], "f() got multiple values for argument 'x'"],
  ];
  for (const [fn, args, message] of refusals) {
    assert.throws(
      () => bindArguments("t.f", fn, args),
      (error) => error instanceof ArgumentBindingError && error.message === message,
      message,
    );
  }
});

test("keywords that a function does not take are refused before it is called", () => {
  assert.throws(
    () => bindArguments("t.f", one, [kwarg({ y: true, z: "w" }), "q=1"]),
    (error) =>
      error instanceof SaltInvocationError &&
      error.message === "The following keyword arguments are not valid: y=True, z=w, q=1",
  );
});

test("an inherited name is no parameter", () => {
  assert.throws(() => bindArguments("t.f", one, [1, kwarg({ constructor: 1 })]), SaltInvocationError);
  assert.throws(() => bindArguments("t.f", one, [1, kwarg({ __proto__x: 1 })]), SaltInvocationError);
});

test("a value of a wrong type names its parameter", () => {
  assert.throws(
    () => bindArguments("t.f", make({ n: needed.int("") }), ["x"]),
    /^SaltInvocationError: n: A whole number/,
  );
});

test("the publication goes only to functions with room for it", async () => {
  const shown = defineFunction<Params, null>({
    doc: "",
    varkw: "kwargs",
    run: (_args, _context, { kwargs }) => kwargs,
  });
  const load = new Map<Value, Value>([
    ["jid", "1"],
    ["fun", "t.f"],
  ]);
  assert.deepEqual(
    await callFunction("t.f", shown, [], null, load),
    new Map([
      ["__pub_jid", "1"],
      ["__pub_fun", "t.f"],
    ]),
  );
  assert.equal(await callFunction("t.f", none, [], null, load), null);
});

test("sys.argspec", () => {
  assert.deepEqual(Object.fromEntries(argspecOf(two)), {
    args: ["x", "y"],
    defaults: [null],
    varargs: null,
    kwargs: null,
  });
  assert.deepEqual(Object.fromEntries(argspecOf(open)), {
    args: ["x"],
    defaults: [7],
    varargs: true,
    kwargs: true,
  });
  assert.deepEqual(Object.fromEntries(argspecOf(none)), {
    args: null,
    defaults: null,
    varargs: null,
    kwargs: null,
  });
});

test("failures are told as real minions tell them", () => {
  const told = (error: unknown): string => describeFailure("t.f", one, error).return;
  assert.deepEqual(describeFailure("no.such", undefined, new FunctionNotAvailableError("no.such")), {
    return: "'no.such' is not available.",
    retcode: 1,
    out: "nested",
  });
  assert.equal(
    told(new FunctionNotAvailableError("t.f", "not on this system")),
    "'t' __virtual__ returned False: not on this system",
  );
  assert.match(
    told(new ArgumentBindingError("f() missing …")),
    /^Passed invalid arguments to t\.f: f\(\) missing …\nTries it\.\n\nCLI Example:/,
  );
  assert.equal(told(new CommandExecutionError("no luck")), "ERROR: no luck");
  assert.equal(told(new SaltInvocationError("no sense")), "ERROR executing 't.f': no sense");
  assert.match(
    told(new RangeError("boom")),
    /^The minion function caused an exception: Traceback .*\n {2}in t\.f\nRangeError: boom\n$/,
  );
});
