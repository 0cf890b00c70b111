/** Commands: results, what a command tells of itself, and trials. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Value } from "@salt/core";
import { fakeStates, runState } from "../testing/state-context.js";
import { cmd } from "./cmd.js";

const printing = (stdout: string, retcode = 0) => ({
  "cmd.run_all": () => ({ pid: 1, retcode, stdout, stderr: "" }),
});

async function told(stdout: string, kwargs: Record<string, Value>, retcode = 0) {
  const { context } = fakeStates(printing(stdout, retcode));
  return await runState(cmd, "run", { name: "do it", ...kwargs }, context);
}

test("the exit status is the result", async () => {
  assert.equal((await told("x", {})).result, true);
  const failure = await told("x", {}, 3);
  assert.deepEqual(failure, {
    result: false,
    comment: 'Command "do it" run',
    changes: "{'pid': 1, 'retcode': 3, 'stdout': 'x', 'stderr': ''}",
  });
});

test("a command tells what it changed, as words or as JSON", async () => {
  const stateful = { stateful: true };
  assert.deepEqual(await told("hello\nchanged=yes comment='all good'", stateful), {
    result: true,
    comment: "all good",
    changes: "{'changed': 'yes', 'pid': 1, 'retcode': 0, 'stdout': 'hello', 'stderr': ''}",
  });
  const quiet = await told("changed=no comment=nothing", stateful);
  assert.deepEqual([quiet.comment, quiet.changes], ["nothing", "{}"]);
  const json = await told('{"changed": true, "comment": "js", "n": 1}', stateful);
  assert.equal(json.changes, "{'changed': True, 'n': 1, 'pid': 1, 'retcode': 0, 'stdout': '', 'stderr': ''}");
  const wrong = await told("nonsense", stateful);
  assert.equal(wrong.result, false);
});

test("a trial runs nothing but the command for trials", async () => {
  const { context, calls } = fakeStates(printing("changed=yes comment=would"), true);
  const plain = await runState(cmd, "run", { name: "do it" }, context);
  assert.deepEqual(plain, {
    result: null,
    comment: 'Command "do it" would have been executed',
    changes: "{'cmd': 'do it'}",
  });
  assert.deepEqual(calls, []);
  const stateful = [new Map([["test_name", "try it"]])];
  const trial = await runState(cmd, "run", { name: "do it", stateful }, context);
  assert.deepEqual([trial.result, trial.comment], [null, "would"]);
  assert.match(calls[0] ?? "", /cmd='try it'/);
});

test("a directory that is not there", async () => {
  const { result, comment } = await told("", { cwd: "/no/such/place" });
  assert.deepEqual([result, comment], [false, 'Desired working directory "/no/such/place" is not available']);
});

test("a watched change runs what waits", async () => {
  const { context } = fakeStates(printing("x"));
  assert.equal((await runState(cmd, "wait", { name: "do it" }, context)).comment, "");
  const run = await runState(cmd, "mod_watch", { name: "do it", sfun: "wait" }, context);
  assert.equal(run.comment, 'Command "do it" run');
});
