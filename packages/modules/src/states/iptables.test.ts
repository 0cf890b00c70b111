/** States of iptables: rules that are there, that are not, and that one chunk takes over from others. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { callDirectly, dict, get } from "@salt/core";
import { fakeStates, runState } from "../testing/state-context.js";
import { iptables } from "./iptables.js";

const FUNCTIONS = {
  "iptables.build_rule": () => "-j DROP",
  "iptables.check": () => false,
  "iptables.append": () => true,
  "iptables.save": () => "Wrote 1 lines",
};

test("a rule is set and saved", async () => {
  const { context, calls } = fakeStates(FUNCTIONS);
  const told = await runState(iptables, "append", { name: "x", chain: "INPUT", save: true }, context);
  assert.deepEqual(told, {
    result: true,
    comment: "Set and saved iptables rule x for ipv4\n-j DROP\nWrote 1 lines",
    changes: "{'locale': 'x'}",
  });
  assert.equal(calls.at(-1), "iptables.save(filename=None, family='ipv4')");
});

test("a trial changes nothing", async () => {
  const { context, calls } = fakeStates(FUNCTIONS, true);
  const told = await runState(iptables, "append", { name: "x", chain: "INPUT", save: true }, context);
  assert.equal(told.result, null);
  assert.equal(calls.length, 3);
});

test("rules that were gathered are saved once", async () => {
  const { context, calls } = fakeStates(FUNCTIONS);
  const rules = ["a", "b"].map((name) => ({ name, chain: "INPUT", save: "/f", fun: "append" }));
  const told = await runState(iptables, "append", { name: "x", rules }, context);
  assert.equal(told.changes, "{'locale': ['a', 'b']}");
  assert.deepEqual(
    calls.filter((call) => call.startsWith("iptables.save")),
    ["iptables.save(filename='/f', family='ipv4')"],
  );
});

test("a chunk takes over later rules of its function", async () => {
  const { context } = fakeStates({});
  const low = { state: "iptables", __id__: "a", name: "a", fun: "append" };
  const later = { ...low, __id__: "b", name: "b" };
  const other = { ...low, __id__: "c", name: "c", fun: "insert" };
  const found = iptables.functions.mod_aggregate;
  assert.ok(found !== undefined);
  const args = [dict(low), [dict({ ...low, __agg__: true }), dict(later), dict(other)], dict({})];
  const told = await callDirectly("iptables.mod_aggregate", found, args, new Map(), context);
  assert.deepEqual(get(told, "rules"), [dict(low), dict(later)]);
});
