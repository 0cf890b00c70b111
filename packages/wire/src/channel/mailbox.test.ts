import assert from "node:assert/strict";
import { test } from "node:test";
import { Mailbox } from "./mailbox.js";

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const got: T[] = [];
  for await (const item of items) got.push(item);
  return got;
}

test("gives items in order and then the end", async () => {
  const box = new Mailbox<number>(10);
  for (const item of [1, 2, 3]) await box.put(item);
  box.end();
  await box.put(4);
  assert.deepEqual(await all(box.read()), [1, 2, 3]);
});

test("makes the writer wait when it is full", async () => {
  const box = new Mailbox<number>(1);
  let written = 0;
  const write = (async () => {
    for (; written < 3; written++) await box.put(written);
    box.end();
  })();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(written, 0);
  assert.deepEqual(await all(box.read()), [0, 1, 2]);
  await write;
});

test("throws the failure after what came before it", async () => {
  const box = new Mailbox<number>(10);
  await box.put(1);
  box.end(new RangeError("broken"));
  const reader = box.read();
  assert.equal((await reader.next()).value, 1);
  await assert.rejects(reader.next(), RangeError);
});
