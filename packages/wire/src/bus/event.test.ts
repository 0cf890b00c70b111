import assert from "node:assert/strict";
import { test } from "node:test";
import { dict, MalformedError } from "@salt/core";
import fc from "fast-check";
import { EncodeError } from "../codec/limits.js";
import { hex, readVectors, text } from "../testing/vectors.js";
import { decodeEvent, encodeEvent, encodeTrimmed, minionBusName, stamped } from "./event.js";
import { encodeFrame, FrameReader } from "./framing.js";

const vectors = readVectors("crypto");
const body = hex(vectors, "frames", "event_body");

test("packs an event as the reference does", () => {
  const { tag, data } = decodeEvent(body);
  assert.equal(tag, "my/tag");
  assert.deepEqual(data, dict({ a: 1, _stamp: "2026-01-02T03:04:05.000678" }));
  assert.deepEqual(encodeEvent(tag, data), body);
});

test("frames an event as the reference's releases do", () => {
  assert.deepEqual(encodeFrame(body, "3006"), hex(vectors, "frames", "ipc_frame_length_prefixed"));
  assert.deepEqual(encodeFrame(body, "3007"), hex(vectors, "frames", "ipc_frame_bare_event_pub_3007_3008"));
});

test("names a minion's bus as the reference does", () => {
  const id = text(vectors, "misc", "minion_event_ipc_id", "minion_id");
  assert.equal(minionBusName(id), `minion_event_${text(vectors, "misc", "minion_event_ipc_id", "hash10")}`);
});

test("reads frames however they are cut, and tells the framing by itself", () => {
  const framings = fc.constantFrom("3006" as const, "3007" as const);
  const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 });
  const bodies = fc.array(fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)));
  fc.assert(
    fc.property(framings, sizes, bodies, (framing, cuts, events) => {
      const bytes = Buffer.concat(events.map((event) => encodeFrame(event, framing)));
      const reader = new FrameReader(300);
      const seen: Uint8Array[] = [];
      for (let start = 0, i = 0; start < bytes.length; i++) {
        const end = start + (cuts[i % cuts.length] ?? 1);
        seen.push(...reader.push(bytes.subarray(start, end)));
        start = end;
      }
      assert.deepEqual(seen, events);
    }),
  );
});

test("refuses frames that hold no event or too much", () => {
  for (const bytes of ["00000001c0", "8104", "0000ffff", "c0", "82a46865616480a4626f6479c6ffffffff"]) {
    assert.throws(() => {
      const reader = new FrameReader(100);
      reader.push(Buffer.from(bytes, "hex"));
      reader.push(Buffer.alloc(1));
    }, MalformedError);
  }
});

test("refuses bytes that are no event, and tags that would tear one apart", () => {
  for (const bytes of ["", "tag", "tag\n\n", "tag\n\n\x01", "\xff\n\n\x80", "tag\n\n\x80\x80"]) {
    assert.throws(() => decodeEvent(Buffer.from(bytes, "latin1")), MalformedError, bytes);
  }
  assert.throws(() => encodeEvent("a\n\nb", {}), EncodeError);
});

test("trims the largest values first, and only as many as needed", () => {
  const data = dict({ big: "x".repeat(800), middle: "x".repeat(300), small: "x" });
  const trimmed = decodeEvent(encodeTrimmed({ tag: "t", data }, 1000));
  assert.deepEqual(trimmed.data, new Map(data).set("big", "VALUE_TRIMMED"));
  const many = dict(Array.from({ length: 100 }, (_, i) => [i, "x".repeat(50)] as const));
  assert.ok(encodeTrimmed({ tag: "t", data: many }, 2000).length <= 2000);
  assert.throws(() => encodeTrimmed({ tag: "t".repeat(2000), data }, 1000), EncodeError);
});

test("stamps with microseconds and without a zone", () => {
  const data = dict({ a: 1 });
  assert.equal(stamped(data, Date.UTC(2026, 0, 2, 3, 4, 5, 6)).get("_stamp"), "2026-01-02T03:04:05.006000");
  assert.equal(data.has("_stamp"), false);
});
