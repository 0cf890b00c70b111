import assert from "node:assert/strict";
import { test } from "node:test";
import { IdleCopies } from "./idle-copies.js";

test("a copy is used by one at a time, and idle ones are used again", async () => {
  let made = 0;
  const copies = new IdleCopies(() => ++made);
  const ends: (() => void)[] = [];
  const held = (copy: number): Promise<number> => new Promise((resolve) => ends.push(() => resolve(copy)));
  const first = copies.use(held);
  const second = copies.use(held);
  for (const end of ends) end();
  assert.deepEqual(await Promise.all([first, second]), [1, 2]);
  await copies.use(async () => {});
  assert.equal(made, 2);
});

test("a copy is idle again after work that failed", async () => {
  let made = 0;
  const copies = new IdleCopies(() => ++made);
  await assert.rejects(
    copies.use(() => Promise.reject(new RangeError("no"))),
    RangeError,
  );
  assert.equal(await copies.use(async (copy) => copy), 1);
});
