/** States of supervisord, incron, keyboards, kernels and loops: when they change something, and what they say. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Plain } from "@salt/core";
import { fakeStates, runState } from "../testing/state-context.js";
import { incron } from "./incron.js";
import { kernelpkg } from "./kernelpkg.js";
import { keyboard } from "./keyboard.js";
import { loop } from "./loop.js";
import { supervisord } from "./supervisord.js";

const states: { readonly [name: string]: Plain } = {
  web: { state: "RUNNING", reason: "" },
  off: { state: "STOPPED", reason: "" },
  "g:a": { state: "RUNNING", reason: "" },
  "g:b": { state: "FATAL", reason: "" },
};
const programs = {
  "supervisord.status": () => states,
  "supervisord.start": () => "x: started",
  "supervisord.restart": () => "x: ERROR (spawn error)",
  "supervisord.stop": () => "x: stopped",
  "supervisord.reread": () => "",
  "supervisord.add": () => "ERROR: process group already active",
};

test("programs of supervisord", async () => {
  const told = async (
    fun: string,
    name: string,
    isTest = false,
    more: { readonly [key: string]: Plain } = {},
  ) => {
    const { context } = fakeStates(programs, isTest);
    const { result, comment, changes } = await runState(supervisord, fun, { name, ...more }, context);
    return [result, comment, changes];
  };
  assert.deepEqual(await told("running", "web"), [true, "Not starting already running service: web", "{}"]);
  assert.deepEqual(await told("running", "off"), [
    true,
    "Starting service: off",
    "{'off': 'Starting service: off'}",
  ]);
  assert.deepEqual(await told("running", "web", false, { restart: true }), [
    false,
    "x: ERROR (spawn error)",
    "{}",
  ]);
  assert.deepEqual(await told("running", "new"), [
    true,
    "Starting: new",
    "{'new': 'Adding service: new Starting: new'}",
  ]);
  assert.deepEqual(await told("running", "g:*", true), [
    null,
    "The following services will be started: g:b",
    "{}",
  ]);
  assert.deepEqual(await told("dead", "web"), [
    true,
    "Stopping service: web",
    "{'web': 'Stopping service: web'}",
  ]);
  assert.deepEqual(await told("dead", "off"), [true, "Service off is not running", "{}"]);
});

test("jobs of incron", async () => {
  const functions = {
    "incron.list_tab": () => ({ pre: [], crons: [{ path: "/a", mask: "IN_OPEN,IN_CLOSE", cmd: "x" }] }),
    "incron.set_job": () => "new",
    "incron.rm_job": () => "absent",
  };
  const job = { name: "n", path: "/a", cmd: "x" };
  const trial = fakeStates(functions, true).context;
  const present = await runState(incron, "present", { ...job, mask: ["IN_CLOSE", "IN_OPEN"] }, trial);
  assert.equal(present.comment, "Incron n already present");
  const updated = await runState(incron, "present", { ...job, mask: ["IN_OPEN"] }, trial);
  assert.equal(updated.comment, "Incron n is set to be updated");
  const { context } = fakeStates(functions);
  assert.equal(
    (await runState(incron, "present", { ...job, mask: ["IN_OPEN"] }, context)).changes,
    "{'root': 'n'}",
  );
  assert.equal(
    (await runState(incron, "absent", { ...job, mask: ["IN_OPEN"] }, context)).comment,
    "Incron n already absent",
  );
});

test("a keyboard and a kernel", async () => {
  const functions = {
    "keyboard.get_sys": () => "us",
    "keyboard.set_sys": () => "de",
    "kernelpkg.upgrade": () => ({ upgrades: {} }),
    "kernelpkg.active": () => "1",
    "kernelpkg.latest_installed": () => "2",
    "kernelpkg.latest_available": () => "2",
    "kernelpkg.list_installed": () => ["1", "2"],
    "kernelpkg.needs_reboot": () => true,
  };
  const { context } = fakeStates(functions, true);
  assert.equal((await runState(keyboard, "system", { name: "us" }, context)).result, true);
  assert.equal(
    (await runState(keyboard, "system", { name: "de" }, context)).comment,
    "System layout de needs to be set",
  );
  assert.equal((await runState(kernelpkg, "latest_installed", { name: "k" }, context)).result, true);
  const active = await runState(kernelpkg, "latest_active", { name: "k" }, context);
  assert.equal(active.changes, "{'kernel': {'old': '1', 'new': '2'}}");
});

test("a loop ends when the answer is as it should be", async () => {
  let calls = 0;
  const functions = { "some.fun": () => ++calls };
  const { context } = fakeStates(functions);
  const args = { name: "some.fun", period: 0 };
  const told = await runState(loop, "until_no_eval", { ...args, expected: 3 }, context);
  assert.deepEqual([told.result, told.comment], [true, "Call provided the expected results in 3 attempts"]);
  const more = await runState(
    loop,
    "until_no_eval",
    { ...args, expected: 4, compare_operator: "gt" },
    context,
  );
  assert.equal(more.comment, "Call provided the expected results in 2 attempts");
  const never = await runState(loop, "until_no_eval", { ...args, expected: 1, timeout: 0 }, context);
  assert.equal(never.comment, "Call did not produce the expected result after 0 attempts");
  const wrong = await runState(
    loop,
    "until_no_eval",
    { ...args, expected: 1, compare_operator: "rm" },
    context,
  );
  assert.equal(wrong.comment, 'Invalid operator "rm" supplied.');
});
