/** States of firewalld: zones with what belongs to them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CommandExecutionError } from "@salt/core";
import { fakeStates, runState } from "../testing/state-context.js";
import { firewalld } from "./firewalld.js";

const FUNCTIONS = {
  "firewalld.get_zones": () => ["public"],
  "firewalld.get_masquerade": () => false,
  "firewalld.list_ports": () => ["22/tcp", "23/tcp"],
  "firewalld.add_port": () => "success",
  "firewalld.remove_port": () => "success",
  "firewalld.reload_rules": () => "success",
};

test("ports are added, and others removed when pruned", async () => {
  const { context, calls } = fakeStates(FUNCTIONS);
  const zone = { name: "public", ports: ["80/tcp", "22/tcp"], prune_ports: true };
  assert.deepEqual(await runState(firewalld, "present", zone, context), {
    result: true,
    comment: "'public' was configured.",
    changes: "{'ports': {'old': ['22/tcp', '23/tcp'], 'new': ['80/tcp', '22/tcp']}}",
  });
  assert.deepEqual(calls.slice(-3), [
    "firewalld.add_port('public', '80/tcp', permanent=True)",
    "firewalld.remove_port('public', '23/tcp', permanent=True)",
    "firewalld.reload_rules()",
  ]);
});

test("a trial only tells", async () => {
  const { context, calls } = fakeStates(FUNCTIONS, true);
  const told = await runState(firewalld, "present", { name: "public", ports: ["80/tcp"] }, context);
  assert.equal(told.result, null);
  assert.match(String(told.comment), /will change:\nports:\n/);
  assert.ok(calls.every((call) => !/add|reload/.test(call)));
});

test("a fault is told", async () => {
  const fault = () => {
    throw new CommandExecutionError("firewall-cmd failed: no");
  };
  const { context } = fakeStates({ ...FUNCTIONS, "firewalld.get_zones": fault });
  const told = await runState(firewalld, "present", { name: "public" }, context);
  assert.equal(told.comment, "Error: firewall-cmd failed: no");
});
