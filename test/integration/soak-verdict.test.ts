/**
 * The counts of the soak, which runs for too long to be a test itself: each of them must be able to say no.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Tree } from "@salt/testkit";
import { ReturnEvents } from "../soak/event-count.js";
import { judge, readJournals } from "../soak/verdict.js";

const JID = "20260101000000000001";
const stored = (id: string, value = `${id} ${JID}`) => ({
  id,
  return: value,
  retcode: 0,
  success: true,
  out: undefined,
});

test("the verdict sees returns that are lost, stored twice or changed", (t) => {
  const tree = new Tree();
  t.after(() => tree.close());
  const journal = tree.write("journal", `a ${JID}\nb ${JID}\nc ${JID}\nd ${JID}`);
  const acknowledged = readJournals([journal]);
  assert.deepEqual([...(acknowledged.get(JID) ?? [])], ["a", "b", "c"]);
  const rows = [stored("a"), stored("a"), stored("b", "other")];
  const jobs = { job: () => undefined, jobs: () => [], returns: () => rows };
  const { lost, repeated, wrong, found } = judge(jobs, acknowledged);
  assert.deepEqual({ lost, repeated, wrong, found }, { lost: 1, repeated: 1, wrong: 1, found: 2 });
});

test("a return that is announced twice is counted", () => {
  const events = new ReturnEvents();
  for (const id of ["a", "b", "a"]) events.take(`salt/job/${JID}/ret/${id}`);
  events.take(`salt/job/${JID}/new`);
  assert.deepEqual([events.announced, events.repeated], [2, 1]);
});
