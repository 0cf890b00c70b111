/** Large bytes on their way: the same bytes on the wire as when they are copied into one, and not a copy of them. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { dict } from "@salt/core";
import { encodeFrames, encodeMessage } from "../channel/zmtp/frames.js";
import { Crypticle } from "../crypto/crypticle.js";
import { encode, encodeBytes, encodePieces } from "./encode.js";
import { totalBytes } from "./pieces.js";

const LARGE = 64 * 1024;

test("pieces of a packed value are what is packed at once", () => {
  const large = randomBytes(LARGE);
  const value = dict({ data: large, dest: "a/b", list: [randomBytes(20), large] });
  const pieces = encodePieces(value);
  assert.deepEqual(Buffer.concat(pieces), encode(value));
  assert.equal(pieces.filter((piece) => piece === large).length, 2);
  assert.equal(totalBytes(pieces), encode(value).length);
  assert.deepEqual(Buffer.concat(encodePieces("text")), encode("text"));
});

test("pieces are one byte string", () => {
  for (const size of [0, 1, 31, 32, 300, LARGE, LARGE + 1]) {
    const bytes = randomBytes(size);
    const pieces = [bytes.subarray(0, 7), bytes.subarray(7)];
    assert.deepEqual(Buffer.concat(encodeBytes(pieces)), encode(bytes), `${size}`);
  }
});

test("pieces are sealed as one", () => {
  const iv = randomBytes(16);
  const crypticle = new Crypticle(Crypticle.generateKey(), () => iv);
  const packed = encode(randomBytes(LARGE + 3));
  const cut = [packed.subarray(0, 1), packed.subarray(1, 5000), packed.subarray(5000)];
  const sealed = Buffer.concat(crypticle.sealPieces(cut));
  assert.deepEqual(sealed, crypticle.sealBytes(packed));
  assert.deepEqual(crypticle.openBytes(sealed), packed);
});

test("a frame of pieces is a frame", () => {
  const body = randomBytes(LARGE);
  const frames = encodeFrames([Buffer.alloc(0)], [body.subarray(0, 9), body.subarray(9)]);
  assert.deepEqual(Buffer.concat(frames), encodeMessage([Buffer.alloc(0), body]));
});
