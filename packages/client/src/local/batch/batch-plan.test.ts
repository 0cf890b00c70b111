import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BatchPlan } from "./batch-plan.js";
import { BatchSizeError, readBatchSize, slotsOf } from "./batch-size.js";

describe("the size of a batch", () => {
  const slots = (text: string, minions: number): number => slotsOf(readBatchSize(text), minions);

  it("is a number or a percentage of the minions present", () => {
    assert.equal(slots("3", 10), 3);
    assert.equal(slots("10%", 25), 2);
    assert.equal(slots("%50", 5), 2);
    assert.equal(slots("150%", 2), 3);
    assert.equal(slots("2.5%", 200), 5);
  });

  it("is never rounded down to nobody", () => {
    assert.equal(slots("1%", 5), 1);
  });

  it("is refused when it would never end or means nothing", () => {
    for (const text of ["0", "00", "0%", "0.0%", "x", "", "-1", "-5%", "1.5", "%", "1e3", "10 %", "NaN"])
      assert.throws(() => readBatchSize(text), BatchSizeError, text);
  });
});

describe("BatchPlan", () => {
  it("keeps as many at work as there are slots", () => {
    const plan = new BatchPlan(["a", "b", "c"], 2, 0);
    assert.deepEqual(plan.take(0), ["a", "b"]);
    assert.deepEqual(plan.take(0), []);
    plan.finish("b", 0);
    assert.deepEqual(plan.take(0), ["c"]);
    assert.equal(plan.done, false);
    plan.finish("a", 0);
    plan.finish("c", 0);
    assert.equal(plan.done, true);
  });

  it("rests a slot before the next minion gets it", () => {
    const plan = new BatchPlan(["a", "b"], 1, 1000);
    plan.take(0);
    plan.finish("a", 500);
    assert.deepEqual(plan.take(1499), []);
    assert.equal(plan.wakeAt, 1500);
    assert.deepEqual(plan.take(1500), ["b"]);
    plan.finish("b", 1600);
    assert.equal(plan.done, true);
    assert.equal(plan.wakeAt, undefined);
  });

  it("counts an answer once, and takes no notice of strangers", () => {
    const plan = new BatchPlan(["a", "b", "c"], 1, 1000);
    plan.take(0);
    plan.finish("a", 0);
    plan.finish("a", 100);
    plan.finish("z", 100);
    assert.deepEqual(plan.take(1000), ["b"]);
  });
});
