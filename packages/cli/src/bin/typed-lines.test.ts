/** Lines of an input. */
import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { TypedLines } from "./typed-lines.js";

const never = new AbortController().signal;

test("lines that come together are answers to questions one after another", async () => {
  const input = new PassThrough();
  const lines = new TypedLines(() => input);
  input.write("ann\r\nsecret\nre");
  assert.equal(await lines.next(never), "ann");
  assert.equal(await lines.next(never), "secret");
  input.end("st");
  assert.equal(await lines.next(never), "rest");
  assert.equal(await lines.next(never), undefined);
});

test("an answer is given up with the signal", async () => {
  const input = new PassThrough();
  const stop = new AbortController();
  const answer = new TypedLines(() => input).next(stop.signal);
  stop.abort();
  assert.equal(await answer, undefined);
});
