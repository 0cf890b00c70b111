/**
 * Tests of bson.ts, with stand-ins for the classes of the driver.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dict, float } from "@salt/core";
import { fromBson, toBson } from "./bson.js";

class Double {
  readonly _bsontype = "Double";
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

class Long {
  readonly _bsontype = "Long";
  readonly value: bigint;
  constructor(value: bigint) {
    this.value = value;
  }
  static fromBigInt(value: bigint): Long {
    return new Long(value);
  }
  static fromNumber(value: number): Long {
    return new Long(BigInt(value));
  }
  toString(): string {
    return String(this.value);
  }
}

const driver = { Double, Long };

test("numbers keep their kind on the way there and back", () => {
  const value = dict({ one: 1, whole: float(1), half: 0.5, big: 5_000_000_000, list: [null, true, "x"] });
  const out = toBson(value, driver);
  assert.deepEqual(out, {
    one: 1,
    whole: new Double(1),
    half: 0.5,
    big: new Long(5_000_000_000n),
    list: [null, true, "x"],
  });
  assert.deepEqual(fromBson(out), value);
  assert.equal(fromBson(new Long(2n ** 60n)), 2n ** 60n);
});

test("kinds that we do not have become texts, and a key __proto__ is a key", () => {
  const id = { _bsontype: "ObjectId", toString: () => "65f0" };
  assert.equal(fromBson(id), "65f0");
  const uuid = { _bsontype: "Binary", sub_type: 4, buffer: new Uint8Array(16), toUUID: () => "0-0" };
  assert.equal(fromBson(uuid), "UUID('0-0')");
  const bytes = { _bsontype: "Binary", sub_type: 0, buffer: Uint8Array.of(1, 2, 0), position: 2 };
  assert.deepEqual(fromBson(bytes), Uint8Array.of(1, 2));
  assert.equal(fromBson(new Date(0)), "1970-01-01T00:00:00.000Z");
  const made = toBson(new Map([["__proto__", 1]]), driver);
  assert.ok(typeof made === "object" && made !== null && Object.hasOwn(made, "__proto__"));
});
