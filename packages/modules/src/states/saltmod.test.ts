/** States of orchestrations: what minions and runners gave, and what counts as failed. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Plain, StateAnswer, Value } from "@salt/core";
import { dict, SaltError, toValue } from "@salt/core";
import { fakeStates } from "../testing/state-context.js";
import { parallelRunners } from "./salt-functions/parallel-runners.js";
import { runFunction } from "./salt-functions/run-function.js";
import { runState } from "./salt-functions/run-state.js";
import { saltmod } from "./saltmod.js";

const good = { "test_|-a_|-a_|-nop": { result: true, changes: {} } };
const changed = { "test_|-a_|-a_|-x": { result: true, changes: { a: 1 } } };
const bad = { "test_|-a_|-a_|-fail": { result: false, changes: {} } };

/** The arguments of a state as the run binds them. */
function bound(fun: "state" | "function", given: { readonly [name: string]: Plain }): never {
  const params = Object.entries(saltmod.functions[fun]?.params ?? {});
  const entries = params.map(([name, param]) => {
    const value = name in given ? toValue(given[name]) : (param.fallback ?? null);
    return [name, param.convert(value)];
  });
  return Object.fromEntries(entries) as never;
}

function orchestra(returns: Plain, isTest = false) {
  const { context, calls } = fakeStates({ "saltutil.cmd": () => returns }, isTest);
  const opts = new Map([...context.opts, ["__role", "master"]]);
  return { calls, context: { ...context, opts } };
}

function state(
  returns: Plain,
  given: { readonly [name: string]: Plain } = {},
  isTest = false,
): Promise<StateAnswer> {
  const { context } = orchestra(returns, isTest);
  return runState(bound("state", { name: "up", tgt: "*", sls: "web", ...given }), null, context);
}

describe("salt.state", () => {
  test("tells who was changed and who was not, in the order of their names", async () => {
    const got = await state({ b: { ret: changed, jid: "7" }, a: { ret: changed }, c: { ret: good } });
    assert.equal(got.result, true);
    assert.equal(got.comment, "States ran successfully. Updating a, b. No changes made to c.");
    assert.deepEqual(toValue(got.changes), dict({ out: "highstate", ret: { a: changed, b: changed } }));
  });

  test("fails with the minions that failed, and says why those did that gave no results", async () => {
    const got = await state({ a: { ret: bad }, b: { ret: ["no pillar"] }, c: { failed: true } });
    assert.equal(got.result, false);
    assert.equal(
      got.comment,
      "Run failed on minions: a, b, c\nMinion b returned errors: no pillar\nMinion c did not return a state result.",
    );
  });

  test("forgives the minions that it may, and as many as it may", async () => {
    const two = { a: { ret: bad }, b: { ret: bad } };
    assert.equal((await state(two, { allow_fail: 2 })).result, true);
    assert.equal((await state(two, { allow_fail: 1 })).result, false);
    assert.equal((await state(two, { fail_minions: "a, b" })).result, true);
    const warned = await state({ a: { ret: good } }, { fail_minions: { a: 1 } });
    assert.deepEqual(
      [warned.result, warned.warnings],
      [true, ["'fail_minions' needs to be a list or a comma separated string. Ignored."]],
    );
  });

  test("a trial that would change something has no result", async () => {
    assert.equal((await state({ a: { ret: changed } }, { test: true })).result, null);
    assert.equal((await state({ a: { ret: changed } }, {}, true)).result, null);
    assert.equal((await state({ a: { ret: good } }, { test: true })).result, true);
  });

  test("wants something to run, somebody to answer, and arguments of the right form", async () => {
    assert.equal(
      (await state({}, { sls: null })).comment,
      "No highstate or sls specified, no execution made",
    );
    assert.equal((await state({})).comment, "No minions returned");
    assert.equal((await state({}, { expect_minions: false })).result, true);
    assert.match(String((await state({}, { allow_fail: "x" })).comment), /must be an int/);
    assert.match(String((await state({}, { concurrent: "x" })).comment), /boolean/);
  });

  test("passes its arguments on", async () => {
    const { calls, context } = orchestra({ a: { ret: good } });
    const given = {
      name: "up",
      tgt: ["a"],
      tgt_type: "list",
      sls: ["x", "y"],
      pillar: { k: 1 },
      batch: 2,
      subset: 1,
    };
    await runState(bound("state", given), null, context);
    assert.match(calls[0] ?? "", /^saltutil\.cmd\(\['a'\], 'state\.sls', arg=\['x,y'\]/);
    assert.match(calls[0] ?? "", /kwarg=\{'pillar': \{'k': 1\}, 'queue': False, 'concurrent': False\}/);
    assert.match(calls[0] ?? "", /tgt_type='list'.*batch='2', subset=1\)$/);
  });
});

describe("salt.function", () => {
  const call = (returns: Plain, given: { readonly [name: string]: Plain } = {}, isTest = false) =>
    runFunction(
      bound("function", { name: "test.x", tgt: "*", ...given }),
      null,
      orchestra(returns, isTest).context,
    );

  test("shows what came back, and fails by False and by an exit status", async () => {
    const got = await call({ a: { ret: 1, retcode: 0 } });
    assert.deepEqual(
      [got.result, got.comment],
      [true, "Function ran successfully. Function test.x ran on a."],
    );
    assert.equal((await call({ a: { ret: false, retcode: 0 } })).result, false);
    assert.equal((await call({ a: { ret: "x", retcode: 3 } })).result, false);
    assert.equal((await call({ a: { ret: false, retcode: 0 } }, { fail_minions: ["a"] })).result, true);
    assert.equal((await call({})).comment, "No minions responded");
  });

  test("does nothing in a trial, and splits arguments that are a text", async () => {
    const trial = await call({}, {}, true);
    assert.deepEqual([trial.result, trial.comment], [null, "Function test.x would be executed on target *"]);
    const hinted = await call({ a: { ret: 1 } }, { arg: "a b" });
    assert.deepEqual(hinted.warnings, ["Please specify 'arg' as a list of arguments."]);
  });
});

describe("salt.parallel_runners", () => {
  const run = (runners: Plain, gives: (name: Value) => Plain) =>
    parallelRunners(
      "p",
      toValue(runners),
      fakeStates({ "saltutil.runner": (name: Value) => gives(name) }).context,
    );

  test("fails when an orchestration in it failed, and shows the changes of each", async () => {
    const made = (retcode: number) => ({
      return: { outputter: "highstate", retcode, data: { m: { s: { changes: { a: 1 } } } } },
    });
    const fine = await run({ one: [{ name: "state.orch" }], two: null }, () => made(0));
    assert.deepEqual([fine.result, fine.comment], [true, "All runner functions executed successfully."]);
    assert.deepEqual(
      toValue(fine.changes),
      dict({ one: { m: { s: { a: 1 } } }, two: { m: { s: { a: 1 } } } }),
    );
    const broken = await run({ one: null }, () => made(1));
    assert.equal(broken.result, false);
    assert.match(String(broken.comment), /^Runner one failed with return value:/);
  });

  test("other runners fail by their exit_code, and by what they throw", async () => {
    const code = await run({ a: null, b: null }, (name) => ({ return: { exit_code: name === "a" ? 1 : 0 } }));
    assert.deepEqual([code.result, code.comment], [false, "Runner a failed."]);
    const thrown = await run("a", () => {
      throw new SaltError("X", "no such runner");
    });
    assert.equal(thrown.comment, "One of the runners raised an exception: no such runner");
    assert.equal((await run([1], () => 1)).comment, "The runners parameter must be a string or dict.");
  });
});
