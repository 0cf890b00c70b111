import assert from "node:assert/strict";
import { test } from "node:test";
import { MalformedError } from "@salt/core";
import { encode } from "./encode.js";
import { ValueStream } from "./stream.js";

test("refuses a value that is too large from its head on", () => {
  const heads = ["dbffffffff", "c6ffffffff", "ddffffffff", "dfffffffff", "c9ffffffff"];
  for (const head of heads) {
    const stream = new ValueStream({ dialect: "ipc", maxBytes: 1000 });
    assert.throws(() => stream.push(Buffer.from(head, "hex")), MalformedError, head);
  }
});

test("refuses a value that grows too large by its parts", () => {
  const stream = new ValueStream({ dialect: "ipc", maxBytes: 100 });
  assert.throws(() => stream.push(encode(new Array(60).fill("ab"), "ipc")), MalformedError);
});

test("takes a value of exactly the largest size", () => {
  const packed = encode(["abc", 1], "ipc");
  const stream = new ValueStream({ dialect: "ipc", maxBytes: packed.length });
  assert.deepEqual(stream.push(packed), [["abc", 1]]);
});

test("bytes handed out stay as they are when more arrives", () => {
  const stream = new ValueStream({ dialect: "ipc", maxBytes: 100 });
  const first = encode(Buffer.from([1, 2, 3]), "ipc");
  const [value] = stream.push(Buffer.concat([first, first.subarray(0, 2)]));
  stream.push(first.subarray(2));
  stream.push(encode(Buffer.from([9, 9, 9]), "ipc"));
  assert.deepEqual(value, Buffer.from([1, 2, 3]));
});

test("refuses a byte that is no type", () => {
  assert.throws(
    () => new ValueStream({ dialect: "wire", maxBytes: 9 }).push(Buffer.from([0xc1])),
    MalformedError,
  );
});
