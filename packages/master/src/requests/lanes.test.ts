import assert from "node:assert/strict";
import { test } from "node:test";
import { Lanes } from "./lanes.js";

test("whoever is trusted goes before strangers that came first, and strangers are bounded", async () => {
  const lanes = new Lanes({ maxStrangers: 3, working: 4 });
  const order: string[] = [];
  const started: (() => void)[] = [];
  const work = (name: string) => (): Promise<void> => {
    order.push(name);
    return new Promise((resolve) => started.push(resolve));
  };
  const all = [
    ...["s1", "s2", "s3", "s4"].map((name) => lanes.run("stranger", work(name))),
    ...["t1", "t2", "t3"].map((name) => lanes.run("trusted", work(name))),
  ];
  // Two strangers at most work at once, and four in all.
  assert.deepEqual(order, ["s1", "s2", "t1", "t2"]);
  assert.ok(lanes.hasRoom);
  all.push(lanes.run("stranger", work("s5")));
  assert.ok(!lanes.hasRoom);
  for (let done = 0; done < all.length; done++) {
    started[done]?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(all);
  assert.deepEqual(order, ["s1", "s2", "t1", "t2", "t3", "s3", "s4", "s5"]);
});

test("work that fails makes room", async () => {
  const lanes = new Lanes({ maxStrangers: 1 });
  for (let count = 0; count < 10; count++) {
    await assert.rejects(
      lanes.run("stranger", () => Promise.reject(new RangeError("no"))),
      RangeError,
    );
  }
  assert.equal(await lanes.run("stranger", () => Promise.resolve("done")), "done");
});
