/** State runs from the call to the answer: data instead of SLS files, and no daemon. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { describe, test } from "node:test";
import type { Dict, Plain, Value } from "@salt/core";
import { CommandExecutionError, dict, get, isDict, SaltInvocationError, toValue } from "@salt/core";
import type { FakeContext } from "../testing/execution-context.js";
import { callLine, fakeContext } from "../testing/execution-context.js";
import { exactJson, parseExactJson } from "./state-functions/exact-json.js";
import { applyPlan } from "./state-functions/plan.js";
import { planDiff } from "./state-functions/plan-diff.js";
import { keepPlan } from "./state-functions/plan-file.js";
import { planInputs } from "./state-functions/plan-inputs.js";

const JID = "20260101120000123456";

function minion(t: TestContext, jobs: readonly Dict[] = []): FakeContext & { readonly cachedir: string } {
  const cachedir = mkdtempSync(join(tmpdir(), "state-runs-"));
  t.after(() => rmSync(cachedir, { recursive: true, force: true }));
  const opts = dict({ cachedir, file_client: "local", renderer: "jinja|yaml", saltenv: null, id: "web1" });
  return { ...fakeContext({ opts, control: { running: async () => jobs } }), cachedir };
}

const run = (at: FakeContext, ...line: string[]): Promise<Value> => callLine(line, at.context);

/** The results as `id: result comment`. */
function shown(answer: Value): Plain {
  assert.ok(isDict(answer));
  return [...answer].map(([tag, result]) => {
    const id = String(tag).split("_|-")[1];
    return `${id}: ${String(get(result, "result"))} ${String(get(result, "comment"))}`;
  });
}

describe("states as data", () => {
  test("high data is run in order, and the exit status tells of failures", async (t) => {
    const at = minion(t);
    const high = "{a: {test: [nop, {require: [{test: b}]}]}, b: {test: [fail_without_changes]}}";
    assert.deepEqual(shown(await run(at, "state.high", high)), [
      "b: false Failure!",
      "a: false One or more requisite failed: None.b",
    ]);
    assert.equal(at.context.retcode, 2);
    await assert.rejects(run(at, "state.high", "{a: {test: [{x: y}]}}"), /No function declared in state 'a'/);
  });

  test("a template that includes is refused, one with states is applied", async (t) => {
    const at = minion(t);
    const text = "{% set word = 'hi' %}\nx:\n  test.show_notification:\n    - text: {{ word }}\n";
    assert.deepEqual(shown(await run(at, "state.template_str", text)), ["x: true hi"]);
    assert.match(String(await run(at, "state.template_str", "include:\n  - y\n")), /'include' declaration/);
    assert.equal(at.context.retcode, 1);
  });

  test("a template on disk is an SLS whose name is its path; one that is missing is told of", async (t) => {
    const at = minion(t);
    const path = join(at.cachedir, "own.sls");
    writeFileSync(path, "x: {test: [nop]}\ny:\n  test.nop: []\nextend:\n  y: {test: [{name: z}]}\n");
    const done = await run(at, "state.template", path);
    assert.deepEqual(shown(done), ["x: true Success!", "y: true Success!"]);
    assert.equal(get(get(done, "test_|-x_|-x_|-nop"), "__sls__"), path);
    const missing = await run(at, "state.template", "/no/such");
    assert.deepEqual(missing, ["Specified SLS /no/such.sls on local filesystem cannot be found."]);
    assert.equal(at.context.retcode, 1);
  });

  test("single states: trials, missing parts, and what is no function", async (t) => {
    const at = minion(t);
    const tried = await run(at, "state.single", "test.succeed_with_changes", "x", "test=True");
    assert.deepEqual(shown(tried), ["x: null If we weren't testing, this would be successful with changes"]);
    assert.equal(await run(at, "state.single", "test", "x"), "Invalid function passed");
    assert.deepEqual(await run(at, "state.single", "no.such", "x"), [
      "Specified state 'no.such' was not found",
    ]);
  });
});

describe("one run at a time", () => {
  test("another run is refused with what is at work, unless it may run beside", async (t) => {
    const at = minion(t, [dict({ fun: "state.apply", pid: 7, jid: JID })]);
    const refusal =
      'The function "state.apply" is running as PID 7 and was started at 2026, Jan 01 12:00:00.123456 with jid ' +
      JID;
    assert.deepEqual(await run(at, "state.single", "test.nop", "x"), [refusal]);
    assert.equal(at.context.retcode, 1);
    assert.deepEqual(await run(at, "state.running"), [refusal]);
    assert.deepEqual(shown(await run(at, "state.single", "test.nop", "x", "concurrent=True")), [
      "x: true Success!",
    ]);
  });

  test("pauses are kept for runs at work only", async (t) => {
    const at = minion(t, [dict({ fun: "state.apply", pid: 7, jid: JID })]);
    await run(at, "state.pause", JID, "vim", "duration=5");
    await run(at, "state.soft_kill", JID);
    assert.deepEqual(
      await run(at, "state.get_pauses"),
      toValue({ [JID]: { vim: { duration: 5 }, __all__: { kill: true } } }),
    );
    await run(at, "state.resume", JID);
    assert.deepEqual(await run(at, "state.get_pauses"), toValue({ [JID]: {} }));
    await assert.rejects(run(at, "state.pause", "../x"), SaltInvocationError);
    const idle = { ...minion(t), cachedir: at.cachedir };
    assert.deepEqual(await run(idle, "state.get_pauses"), new Map());
  });
});

describe("plans", () => {
  const low = dict({ state: "test", fun: "succeed_with_changes", name: "x", __id__: "x", __sls__: "s" });
  const tag = "test_|-x_|-x_|-succeed_with_changes";
  const changes = { testing: { old: "Unchanged", new: "Something pretended to change" } };
  const comment = "If we weren't testing, this would be successful with changes";

  test("a plan is applied once, and not when a trial says something else", async (t) => {
    const at = minion(t);
    const inputs = await planInputs(at.context, []);
    const plan = { id: JID, chunks: [low], inputs, processedSls: ["s"], kwargs: new Map<string, Value>() };
    keepPlan(at.context, { ...plan, expected: dict({ [tag]: { result: null, changes, comment } }) });
    assert.equal(statSync(join(at.cachedir, "state_plans", `${JID}.json`)).mode & 0o777, 0o600);
    assert.deepEqual(shown(await applyPlan(JID, null, at.context, new Map())), ["x: true Success!"]);
    assert.deepEqual(readdirSync(join(at.cachedir, "state_plans")), []);
    await assert.rejects(applyPlan(JID, null, at.context, new Map()), SaltInvocationError);
    keepPlan(at.context, { ...plan, expected: dict({ [tag]: { result: true, changes: {}, comment: "" } }) });
    await assert.rejects(
      applyPlan(JID, null, at.context, new Map()),
      (error) =>
        error instanceof CommandExecutionError && /test\.succeed_with_changes x$/.test(error.message),
    );
    const expected = dict({ [tag]: { result: null, changes, comment } });
    keepPlan(at.context, { ...plan, expected, inputs: new Map(inputs).set("the pillar", "another") });
    await assert.rejects(applyPlan(JID, null, at.context, new Map()), /nothing was done: the pillar$/);
    await assert.rejects(applyPlan("../../etc/passwd", null, at.context, new Map()), SaltInvocationError);
  });

  test("values are kept exactly, and diffs show what was and what will be", () => {
    const value = new Map<Value, Value>([
      [80, [new Uint8Array([255]), 2n ** 70n, null]],
      ["d", new Map([[true, "x"]])],
    ]);
    assert.deepEqual(parseExactJson(exactJson(value)), value);
    const results = dict({
      [tag]: { result: null, changes, comment, __sls__: "s" },
      "file_|-f_|-/f_|-managed": { result: null, changes: { diff: "--- \n+++ \n-a\n+b\n" }, comment: "" },
      "test_|-ok_|-ok_|-nop": { result: true, changes: {}, comment: "" },
      "cmd_|-c_|-ls_|-run": { result: false, changes: {}, comment: "no" },
    });
    const [first, second, third] = planDiff(results).split("\n\n");
    assert.equal(
      first,
      "~ test.succeed_with_changes x in s\n    testing:\n    - Unchanged\n    + Something pretended to change",
    );
    assert.equal(second, "~ file.managed /f (f)\n    --- \n    +++ \n    -a\n    +b");
    assert.equal(third, "! cmd.run ls (c)\n    no");
  });
});
