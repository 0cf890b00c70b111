/** Services: what is called, and what is answered, as real minions answer it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { FakeFunctions } from "../testing/state-context.js";
import { fakeStates, runState } from "../testing/state-context.js";
import { service } from "./service.js";

/** A machine with one service. */
function machine(isRunning: boolean, isEnabled: boolean): FakeFunctions {
  let [running, enabled] = [isRunning, isEnabled];
  return {
    "service.available": (name) => name === "web",
    "service.status": () => running,
    "service.enabled": () => enabled,
    "service.disabled": () => !enabled,
    "service.start": () => (running = true),
    "service.stop": () => {
      running = false;
      return true;
    },
    "service.restart": () => true,
    "service.reload": () => true,
    "service.enable": () => (enabled = true),
    "service.disable": () => {
      enabled = false;
      return true;
    },
  };
}

test("a service is started and enabled once", async () => {
  const { context, calls } = fakeStates(machine(false, false));
  const wanted = { name: "web", enable: true };
  assert.deepEqual(await runState(service, "running", wanted, context), {
    result: true,
    comment: "Service web has been enabled, and is running",
    changes: "{'web': True}",
  });
  assert.ok(calls.includes("service.start('web')"));
  const again = await runState(service, "running", wanted, context);
  assert.deepEqual(again, { result: true, comment: "The service web is already running", changes: "{}" });
});

test("a trial starts nothing", async () => {
  const { context, calls } = fakeStates(machine(false, false), true);
  const told = await runState(service, "running", { name: "web" }, context);
  assert.deepEqual(told, { result: null, comment: "Service web is set to start", changes: "{}" });
  assert.ok(!calls.some((call) => call.startsWith("service.start")));
});

test("a service that is not there: dead is what it is, running it cannot be", async () => {
  const { context } = fakeStates(machine(false, false));
  const comment = "The named service db is not available";
  assert.deepEqual(await runState(service, "running", { name: "db" }, context), {
    result: false,
    comment,
    changes: "{}",
  });
  assert.deepEqual(await runState(service, "dead", { name: "db" }, context), {
    result: true,
    comment,
    changes: "{}",
  });
});

test("a watched change restarts, reloads or starts", async () => {
  const { context, calls } = fakeStates(machine(true, true));
  const watch = { name: "web", sfun: "running" };
  assert.equal((await runState(service, "mod_watch", watch, context)).comment, "Service restarted");
  assert.equal(
    (await runState(service, "mod_watch", { ...watch, reload: true }, context)).comment,
    "Service reloaded",
  );
  assert.equal(
    (await runState(service, "mod_watch", { ...watch, sfun: "dead" }, context)).comment,
    "Service stopped",
  );
  assert.equal((await runState(service, "mod_watch", watch, context)).comment, "Service started");
  assert.ok(calls.includes("service.reload('web')"));
});

test("the mistaken argument `enabled` is told", async () => {
  const { context } = fakeStates(machine(true, true));
  const { result, comment } = await runState(service, "running", { name: "web", enabled: true }, context);
  assert.deepEqual(
    [result, comment],
    [false, 'Service web uses non-existent option "enabled".  Perhaps "enable" option was intended?'],
  );
});
