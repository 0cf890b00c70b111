/** States of jobs that run later. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeStates, runState } from "../testing/state-context.js";
import { at } from "./at.js";

const JOB = { job: 3, date: "2026-11-22", time: "17:00:00", queue: "a", user: "root", tag: "x" };

test("a job with a tag that is there is not added again", async () => {
  const { context, calls } = fakeStates({ "at.jobcheck": () => ({ jobs: [JOB] }) });
  const wish = { name: "ls", timespec: "17:00", tag: "x", unique_tag: true };
  const told = await runState(at, "present", wish, context);
  assert.equal(told.comment, "atleast one job with tag x exists.");
  assert.deepEqual(calls, ["at.jobcheck(tag='x')"]);
});

test("a job is added, for an account that is there", async () => {
  const functions = {
    "at.at": () => ({ jobs: [JOB] }),
    "user.info": (name: unknown) => (name === "jim" ? { name } : {}),
  };
  const { context, calls } = fakeStates(functions);
  const told = await runState(at, "present", { name: "ls", timespec: "17:00", user: "jim" }, context);
  assert.equal(told.comment, "job ls added and will run as jim on 17:00");
  assert.equal(calls[1], "at.at('17:00', 'ls', tag=None, runas='jim')");
  const nobody = await runState(at, "present", { name: "ls", timespec: "17:00", user: "eve" }, context);
  assert.deepEqual([nobody.result, nobody.comment], [false, "user eve does not exists"]);
});

test("removing by number says whether it is gone", async () => {
  const functions = {
    "at.atq": () => ({ jobs: [JOB] }),
    "at.atrm": () => ({ jobs: { removed: ["3"], tag: null } }),
  };
  const told = await runState(at, "absent", { name: "x", jobid: 3 }, fakeStates(functions).context);
  assert.deepEqual(told, {
    result: true,
    comment: "job with id 3 was removed",
    changes: "{'removed': ['3']}",
  });
});
