/** States of nftables. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeStates, runState } from "../testing/state-context.js";
import { nftables } from "./nftables.js";

const no = () => ({ result: false, comment: "no" });
const yes = () => ({ result: true, comment: "yes" });

test("a rule is set and saved", async () => {
  const { context } = fakeStates({
    "nftables.build_rule": () => ({ rule: "drop", result: true }),
    "nftables.check": no,
    "nftables.append": yes,
    "nftables.save": () => "",
  });
  const rule = { name: "x", table: "filter", chain: "input", save: true };
  assert.deepEqual(await runState(nftables, "append", rule, context), {
    result: true,
    comment: "Set and Saved nftables rule for x to: drop for ipv4",
    changes: "{'locale': 'x'}",
  });
});

test("a chain goes only after a look, and not in a trial", async () => {
  const there = { "nftables.check_chain": yes, "nftables.flush": yes, "nftables.delete_chain": yes };
  const trial = fakeStates(there, true);
  assert.equal((await runState(nftables, "chain_absent", { name: "x" }, trial.context)).result, null);
  assert.equal(trial.calls.length, 1);
  const real = fakeStates(there);
  const told = await runState(nftables, "chain_absent", { name: "x" }, real.context);
  assert.equal(told.changes, "{'locale': 'x'}");
  const gone = fakeStates({ "nftables.check_chain": no });
  assert.equal((await runState(nftables, "chain_absent", { name: "x" }, gone.context)).changes, "{}");
});
