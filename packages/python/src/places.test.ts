import assert from "node:assert/strict";
import { test } from "node:test";
import { Places } from "./places.js";

test("no more than there are places, in order, and failures free theirs", async () => {
  const places = new Places(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const work = (name: number) => () =>
    new Promise<void>((resolve, reject) => {
      begun.push(name);
      ends.push(name === 1 ? () => reject(new RangeError("no")) : resolve);
    });
  const all = [1, 2, 3, 4].map((name) => places.at(work(name)));
  const settled = Promise.allSettled(all);
  assert.deepEqual(begun, [1, 2]);
  ends[0]?.();
  await assert.rejects(all[0] ?? Promise.resolve(), RangeError);
  assert.deepEqual(begun, [1, 2, 3]);
  while (ends.length > 0) {
    ends.pop()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await settled;
  assert.deepEqual(begun, [1, 2, 3, 4]);
});
