import assert from "node:assert/strict";
import { test } from "node:test";
import type { Value } from "@salt/core";
import { float, MalformedError } from "@salt/core";
import fc from "fast-check";
import { PreciseDate } from "./date.js";
import { decode } from "./decode.js";
import { encode } from "./encode.js";
import type { Dialect } from "./limits.js";
import { EncodeError } from "./limits.js";
import { ValueStream } from "./stream.js";

const text = fc.string({ unit: "binary", maxLength: 300 });
const dates = fc
  .tuple(fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }), fc.integer({ min: 0, max: 999 }))
  .map(([ms, us]) => (us === 0 ? new Date(ms) : new PreciseDate(ms, us)));
/** Bytes that are not UTF-8: others come back as text on the wire, which is tested beside. */
const bytes = fc.uint8Array({ maxLength: 300 }).map((b) => Buffer.concat([Buffer.from([0xff]), b]));
const ints = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }).map((n): Value => {
  return n >= Number.MIN_SAFE_INTEGER && n <= Number.MAX_SAFE_INTEGER ? Number(n) : n;
});
const floats = fc.oneof(fc.double(), fc.integer()).map(float);
const keys = fc.oneof(text, ints, fc.boolean(), fc.constant(null));

const values = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(text, ints, fc.boolean(), fc.constant(null), floats, bytes, dates),
    fc.array(tie("value"), { maxLength: 20 }),
    fc.array(fc.tuple(keys, tie("value")), { maxLength: 20 }).map((entries) => new Map(entries)),
  ),
})).value;

for (const dialect of ["wire", "ipc"] satisfies Dialect[]) {
  test(`every value comes back from the ${dialect} dialect as it was`, () => {
    fc.assert(
      fc.property(values, (value) => assert.deepEqual(decode(encode(value, dialect), { dialect }), value)),
      { numRuns: 300 },
    );
  });

  test(`random bytes are read or refused, and never anything else, in the ${dialect} dialect`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (input) => {
        try {
          encode(decode(input, { dialect }), dialect);
        } catch (error) {
          assert.ok(error instanceof MalformedError || error instanceof EncodeError);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test(`values with one byte changed are read or refused in the ${dialect} dialect`, () => {
    fc.assert(
      fc.property(values, fc.nat(), fc.integer({ min: 0, max: 255 }), (value, place, byte) => {
        const packed = encode(value, dialect);
        packed[place % packed.length] = byte;
        try {
          decode(packed, { dialect });
        } catch (error) {
          assert.ok(error instanceof MalformedError);
        }
      }),
      { numRuns: 500 },
    );
  });

  test(`a stream gives the same values however it is cut, in the ${dialect} dialect`, () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(values, { maxLength: 5 }), cuts, (all, sizes) => {
        const packed = Buffer.concat(all.map((value) => encode(value, dialect)));
        const stream = new ValueStream({ dialect, maxBytes: 1e6 });
        const seen: Value[] = [];
        for (let start = 0, i = 0; start < packed.length; i++) {
          const end = start + (sizes[i % sizes.length] ?? 1);
          seen.push(...stream.push(packed.subarray(start, end)));
          start = end;
        }
        assert.deepEqual(seen, all);
      }),
      { numRuns: 150 },
    );
  });
}
