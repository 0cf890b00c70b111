/**
 * Batch runs over simulated minions, of which some go away midway: the run comes to its end, and each is reported as
 * what became of it.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { BatchEvent, JobRequest, MissingReason } from "@salt/client";
import { isMissing, runInBatches } from "@salt/client";
import { TestCluster } from "@salt/testkit";
import { BatchFleet, KILLED } from "../bench/batch-fleet.js";

const COUNT = 40;
const TEN = { kind: "count", count: 10 } as const;
const PATIENCE = { timeout: 0.5, gatherJobTimeout: 0.5 };
const everyone: JobRequest = { target: { tgt: "*", tgtType: "glob", delimiter: ":" }, fun: "state.apply" };

describe("a batch run over minions that go away", () => {
  let cluster: TestCluster;
  let fleet: BatchFleet;
  const events: BatchEvent[] = [];
  before(async () => {
    cluster = await TestCluster.start();
    fleet = await BatchFleet.start(cluster, COUNT, [...KILLED, "fails"]);
    await cluster.simulate("never");
    for await (const event of runInBatches(await cluster.client(), everyone, { size: TEN, ...PATIENCE })) {
      events.push(event);
    }
  });
  after(() => cluster.close());

  const reasonOf = (id: string): MissingReason | undefined => {
    const found = events.find((event) => event.kind === "answer" && event.answer.id === id);
    return found?.kind === "answer" && isMissing(found.answer) ? found.answer.missing : undefined;
  };

  test("every minion that is there is reported once, and nobody else gets the job", () => {
    const answered = events.flatMap((event) => (event.kind === "answer" ? [event.answer.id] : []));
    assert.deepEqual(answered.sort(), [...fleet.fates.keys()]);
    const roll = events.find((event) => event.kind === "roll");
    assert.deepEqual(roll?.kind === "roll" ? roll.absent.map(({ id }) => id) : [], ["never"]);
    assert.equal(events.at(-1)?.kind, "answer");
  });

  test("no more are at work at once than the batch allows", () => {
    let atWork = 0;
    for (const event of events) {
      if (event.kind === "slice") atWork += event.ids.length;
      if (event.kind === "answer") atWork -= 1;
      assert.ok(atWork <= TEN.count);
    }
  });

  test("each that went away is reported as what became of it", () => {
    const kinds = KILLED.map((fate) => fleet.having(fate).map((id) => reasonOf(id)?.kind));
    assert.deepEqual(kinds, [["disconnected"], ["running"], ["return-lost"], ["job-unknown"], ["silent"]]);
    const [busy = ""] = fleet.having("dies at work");
    const reason = reasonOf(busy);
    assert.equal(reason?.kind === "running" ? reason.pid : undefined, 4711);
  });
});
