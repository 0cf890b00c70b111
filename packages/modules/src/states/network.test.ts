/** States of networks: what is told of files that change, and what is done to interfaces. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeStates, runState } from "../testing/state-context.js";
import { PythonError } from "../values/python-error.js";
import { network } from "./network.js";

const OLD = ["auto d0\n", "iface d0 inet dhcp\n", "\n"];
const NEW = ["auto d0\n", "iface d0 inet manual\n", "\n"];
const functions = (old: readonly string[]) => ({
  "ip.get_interface": () => old,
  "ip.build_interface": () => NEW,
  "network.interfaces": () => ({ d0: { up: true } }),
  "ip.up": () => "",
  "ip.down": () => "",
  "saltutil.refresh_grains": () => true,
});

test("an interface whose description changes is restarted", async () => {
  const { context, calls } = fakeStates(functions(OLD));
  const told = await runState(network, "managed", { name: "d0", proto: "manual" }, context);
  assert.equal(told.comment, "Interface d0 updated.");
  const diff =
    "--- \\n+++ \\n@@ -1,3 +1,3 @@\\n auto d0\\n\\n-iface d0 inet dhcp\\n\\n+iface d0 inet manual\\n\\n \\n";
  assert.ok(told.changes.includes(diff), told.changes);
  assert.deepEqual(calls.slice(-2), ["ip.down('d0', 'eth')", "ip.up('d0', 'eth')"]);
});

test("a trial shows the difference", async () => {
  const { context, calls } = fakeStates(functions([]), true);
  const told = await runState(network, "managed", { name: "d0", proto: "manual" }, context);
  assert.deepEqual(told, { result: null, comment: "Interface d0 is set to be added.", changes: "{}" });
  assert.equal(calls.length, 2);
});

test("an interface that is up to date and up is left alone", async () => {
  const { context, calls } = fakeStates(functions(NEW));
  const told = await runState(network, "managed", { name: "d0", proto: "manual" }, context);
  assert.deepEqual(told, { result: true, comment: "Interface d0 is up to date.", changes: "{}" });
  assert.ok(!calls.some((call) => call.startsWith("ip.up")));
});

test("what the module refuses fails the state", async () => {
  const refuse = () => {
    throw new PythonError("AttributeError", "Invalid option");
  };
  const { context } = fakeStates({ "ip.get_routes": () => "", "ip.build_routes": refuse });
  const told = await runState(network, "routes", { name: "d0" }, context);
  assert.deepEqual([told.result, told.comment], [false, "Invalid option"]);
});

test("the cards of a bond are names, not options of the program that binds them", async () => {
  const bond = { ...functions(NEW), "ip.get_bond": () => "", "ip.build_bond": () => "", "cmd.run": () => "" };
  for (const slaves of ["-d eth0", ["eth0", "--help"], ["../x"]]) {
    const { context, calls } = fakeStates(bond);
    const given = { name: "d0", type: "bond", proto: "manual", slaves };
    const told = await runState(network, "managed", given, context).catch((error: unknown) => String(error));
    assert.match(
      typeof told === "string" ? told : String(told.comment),
      /cannot be the name of a network card/,
    );
    assert.ok(!calls.some((call) => call.startsWith("cmd.run")));
  }
});
