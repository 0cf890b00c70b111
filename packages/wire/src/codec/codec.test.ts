import assert from "node:assert/strict";
import { test } from "node:test";
import type { Plain, Value } from "@salt/core";
import { dict, Float, MalformedError } from "@salt/core";
import { hex, list, readVectors, text } from "../testing/vectors.js";
import { asBytes } from "./bytes.js";
import { PreciseDate } from "./date.js";
import { decode } from "./decode.js";
import { encode } from "./encode.js";
import { EncodeError } from "./limits.js";

const vectors = readVectors("crypto");

const VALUES: Readonly<Record<string, Plain>> = {
  null: null,
  true: true,
  int_small: 5,
  int_neg: -1,
  int_200: 200,
  "int_2^32": 2 ** 32,
  "int_2^63": 2n ** 63n,
  "int_2^64": 2n ** 64n,
  jid_as_int: 20261121040211282397n,
  float: 1.5,
  float_whole: new Float(2),
  str_empty: "",
  str_31: "a".repeat(31),
  str_32: "a".repeat(32),
  str_256: "a".repeat(256),
  utf8: "hé",
  bytes: Buffer.from("00ff", "hex"),
  bytes_40: Buffer.alloc(40, 0xff),
  list: [1, "a", []],
  tuple: [1, 2],
  set: [7],
  map: { a: 1, b: { c: null } },
  map_int_keys: dict([[1, "x"]]),
  datetime: new PreciseDate(Date.UTC(2026, 0, 2, 3, 4, 5), 678),
  date: new Date(Date.UTC(2026, 0, 2)),
};

for (const row of list(vectors, "msgpack")) {
  const name = text(row, "name");
  test(`packs ${name} as the reference does`, () => {
    assert.ok(name in VALUES, "the vectors have a case that this test does not know");
    const value = VALUES[name];
    assert.equal(encode(value).toString("hex"), text(row, "wire_use_bin_type_false"));
    assert.equal(encode(value, "ipc").toString("hex"), text(row, "ipc_use_bin_type_true"));
  });
  test(`reads ${name} and packs it to the same bytes`, () => {
    const wire = hex(row, "wire_use_bin_type_false");
    assert.deepEqual(encode(decode(wire)), wire);
    const ipc = hex(row, "ipc_use_bin_type_true");
    assert.deepEqual(encode(decode(ipc, { dialect: "ipc" }), "ipc"), ipc);
  });
}

const DECODED: Readonly<Record<string, Value>> = {
  "str8 accepted": "abc",
  "bin8 valid utf8 becomes text": "abc",
  "bin8 not utf8 stays bytes": Buffer.from("ff00", "hex"),
  "raw key becomes text": dict({ a: 1 }),
  "bin key becomes text": dict({ a: 1 }),
  ext78: new PreciseDate(Date.UTC(2026, 0, 2, 3, 4, 5), 678),
  "ext other (type 5) gives its raw bytes as text": "a",
  "timestamp ext -1": new Date(1000),
};

for (const row of list(vectors, "decode")) {
  const name = text(row, "name");
  test(`reads: ${name}`, () => assert.deepEqual(decode(hex(row, "hex")), DECODED[name]));
}

test("keeps bytes and text apart in the IPC dialect only", () => {
  const bin = Buffer.from("c403616263", "hex");
  assert.equal(decode(bin), "abc");
  assert.deepEqual(decode(bin, { dialect: "ipc" }), Buffer.from("abc"));
});

test("gives a binary field back byte for byte, also when it looks like text", () => {
  const bytes = Buffer.from("﻿ä plain text");
  assert.deepEqual(asBytes(decode(encode(bytes))), bytes);
  assert.equal(asBytes(7), undefined);
});

test("reads the value of a named constant, but not one inside another", () => {
  const payload = encode(["salt.loader.grains", 12], "ipc");
  const ext = (inner: Buffer): Buffer => Buffer.concat([Buffer.from([0xc7, inner.length, 79]), inner]);
  assert.equal(decode(ext(payload)), 12);
  const nested = Buffer.concat([Buffer.from([0x92, 0xa1, 0x61]), ext(payload)]);
  assert.deepEqual(decode(ext(nested)), payload);
});

test("reads floats of 32 bits and boxes whole ones", () => {
  assert.equal(decode(Buffer.from("ca3fc00000", "hex")), 1.5);
  assert.deepEqual(decode(Buffer.from("ca40000000", "hex")), new Float(2));
});

test("reads every size of int to the same kind of number", () => {
  const cases: readonly (readonly [string, Value])[] = [
    ["d080", -128],
    ["d18000", -32768],
    ["d280000000", -(2 ** 31)],
    ["d3ffffffffffffffff", -1],
    ["d38000000000000000", -(2n ** 63n)],
    ["cf0000000000000005", 5],
    ["cdffff", 65535],
    ["ceffffffff", 2 ** 32 - 1],
  ];
  for (const [bytes, value] of cases) assert.equal(decode(Buffer.from(bytes, "hex")), value);
});

test("leaves undefined entries out of maps and makes them null in lists", () => {
  assert.deepEqual(encode({ a: undefined, b: 1 }), encode({ b: 1 }));
  assert.deepEqual(encode(new Map<Value, Plain>([["a", undefined]])), encode({}));
  assert.deepEqual(encode([undefined]), encode([null]));
});

test("keeps the order and the kind of keys", () => {
  const map = dict([
    ["z", 1],
    [2, 2],
    ["1", 3],
    [1.5, 4],
  ]);
  assert.deepEqual(decode(encode(map)), map);
});

const MALFORMED: Readonly<Record<string, string>> = {
  "nothing at all": "",
  "a type that does not exist": "c1",
  "a text that is cut off": "a3616",
  "a length that is cut off": "da00",
  "a text longer than the input": "dbffffffff61",
  "bytes longer than the input": "c6ffffffff00",
  "a list longer than the input": "ddffffffff00",
  "a map longer than the input": "dfffffffff0000",
  "an extension longer than the input": "c9ffffffff4e00",
  "bytes after the value": "c0c0",
  "a list as key": "8190c0",
  "a map as key": "8180c0",
  "a date that is no date": "c7034e616263",
  "a timestamp of the wrong size": "c703ff616263",
  "a timestamp out of range": "c70cff000000007fffffffffffffff",
  "a constant that is no pair": "d44fc0",
};

for (const [name, bytes] of Object.entries(MALFORMED)) {
  test(`refuses ${name}`, () => assert.throws(() => decode(Buffer.from(bytes, "hex")), MalformedError));
}

test("refuses values that are too deep without running out of stack", () => {
  const deep = (levels: number): Buffer => Buffer.concat([Buffer.alloc(levels, 0x91), Buffer.from([0xc0])]);
  assert.throws(() => decode(deep(1_000_000)), MalformedError);
  assert.throws(() => decode(deep(513)), MalformedError);
  assert.throws(() => decode(deep(5), { maxDepth: 4 }), MalformedError);
  assert.throws(() => decode(deep(2000), { maxDepth: 1e9 }), MalformedError);
  assert.deepEqual(encode(decode(deep(512))), deep(512));
});

test("refuses more lists and maps than allowed", () => {
  const maps = Buffer.concat([Buffer.from([0xdc, 0, 100]), Buffer.alloc(100, 0x80)]);
  assert.throws(() => decode(maps, { maxContainers: 100 }), MalformedError);
  assert.equal(encode(decode(maps, { maxContainers: 101 })).length, maps.length);
});

test("refuses to pack what contains itself or has no form", () => {
  const loop: Plain[] = [];
  loop.push({ loop });
  assert.throws(() => encode(loop), EncodeError);
  assert.throws(() => encode(new Date(Number.NaN)), EncodeError);
  assert.throws(() => encode(new Date(Date.UTC(12026, 0))), EncodeError);
});
