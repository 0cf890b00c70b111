/**
 * The reader of bzip2: against what the program bzip2 wrote, against our own writer, and against damage.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import fc from "fast-check";
import { compress } from "./bzip2.js";
import { Bzip2Error } from "./bzip2-block.js";
import { unpackBzip2 } from "./bzip2-decoder.js";

/** Unpacks bytes that come in steps of a size. */
function unpacked(bytes: Uint8Array, step = bytes.length): Buffer {
  let at = 0;
  const next = (): Uint8Array | undefined => {
    if (at >= bytes.length) return undefined;
    at += step;
    return bytes.subarray(at - step, at);
  };
  return Buffer.concat([...unpackBzip2(next)]);
}

async function packed(bytes: Uint8Array): Promise<Buffer> {
  async function* all(): AsyncGenerator<Uint8Array> {
    yield bytes;
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of compress(all())) pieces.push(piece);
  return Buffer.concat(pieces);
}

function outcome(bytes: Uint8Array): string {
  try {
    return unpacked(bytes).toString();
  } catch (error) {
    assert.ok(error instanceof Bzip2Error, String(error));
    return "refused";
  }
}

/** A thousand lines, "line 0" to "line 999", as `bzip2 -1` packs them, and an empty file. */
const LINES =
  "QlpoMTFBWSZTWZk2QAoADXVZAAAQQAB/4AIlYAi8AAAPIAAAAAAD7imAAmhTAATQpgAJoNJMD/VKogKTI0/9SoZMIqJpo/UhtT8ziY1vnfL/PMAHT4BwZA2GgaBsMgcHwDpgA8gAdR8A8wAdPgHBkDYaBoGwyBwfAOmADyABxDIHmADp8A4MgbDQNA2GQOD4B0wAeQANoNA8wAdPgHBkDYaBoGwyBwfAOmADyABpA2HmADp8A4MgbDQNA2GQOD4B0wAeQAMoDg8wAdPgHBkDYaBoGwyBwfAOmADyAB8gHTzAB0+AcGQNhoGgbDIHB8A6YAPIAGEAeeYAOnwDgyBsNA0DYZA4PgHTAB5AAiADzAB0+AcGQNhoGgbDIHB8A6YAPIAH7JKlVVft3Lu7u7/HmADp8A4MgbDQNA2GQOD4B04kkkkAAAAAAAAAAAAAAAEALu7l3d3dnmADp8A4MgbDQNA2GQOD4B2wAlRgA9KjAB6VGAD0qMAHpUYAPSowAelRgA9KjAB6VGAD0qXd4u7u7t5AF3d3Lu7ux5gA6fAODIGw0DQNhkDnrAPSowAelQ+AdlQ+AdlQ+AdlQ+AdlQ+AdlQ+AdlQ+AdlQ+AdlS7u/ru7u3TAB5ALu7u5d3dh5gA6fAODIGw0DQN+9YDsqHwDsqHwDsqDIHJUGQOSoMgclQZA5KgyByVBkDkqDIHJUu7u83d3bg+AdMAHkBd3d3cu7sHmADp8A4MgbDXvesDkqDIHJUGQOSoMgclQNA3KgaBuVA0DcqBoG5UDQNyoGgblS7u7vV3dthkDg+AdMAHkC7u7u7l3YHmADp8A4M+971g3KgaBuVA0DcqBoG5UDQNyoDYalQGw1KgNhqVAbDUqA2GpUu7u7vd3bQNA2GQOD4B0wAeQXd3d3dy7AeYAOn3ve96w1KgNhqVAbDUqA2GpUBsNSoDYalQDgzKgHBmVAODMqAcGZUu7u7u+XbIGw0DQNhkDg+AdMAHkLu7u7u7lgHmPe973rGZUA4MyoBwZlQDgzKgHBmVAODMqAcGZUAdPpUAdPpUAdPpUu7u7u77b4BwZA2GgaBsMgcHwDpgA8i7u7u7u7nve973rPpUAdPpUAdPpUAdPpUAdPpUAdPpUAdPpUAdPpUAPMSoAeYlTGMXd3d3d9PgHBkDYaBoGwyBwfAOmADyAB3ve973t3iVADzEqAHmJUAPMSoAeYlQA8xKgB5iVADzEqAHmJUxgkkk7EoBFWgEVdgIq0Air8XckU4UJCZNkAKA=";
const EMPTY = "QlpoORdyRThQkAAAAAA=";

describe("bzip2", () => {
  test("reads what the program bzip2 wrote, one stream or several", () => {
    const lines = Array.from({ length: 1000 }, (_, index) => `line ${index}\n`).join("");
    const [first, empty] = [Buffer.from(LINES, "base64"), Buffer.from(EMPTY, "base64")];
    assert.equal(unpacked(first).toString(), lines);
    assert.equal(unpacked(empty).length, 0);
    assert.equal(unpacked(Buffer.concat([first, empty, first]), 7).toString(), lines + lines);
  });

  test("reads what our own writer wrote, byte by byte too", async () => {
    const bytes = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.constantFrom(1, 3, 4, 5, 258, 259, 260, 2000)));
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom(1, 3, 100_000), async (runs, step) => {
        const given = Buffer.concat(runs.map(([byte, times]) => Buffer.alloc(times, byte)));
        if (given.length > 0) assert.ok(unpacked(await packed(given), step).equals(given));
      }),
      { numRuns: 30 },
    );
  });

  test("more than one block", async () => {
    const noise = Buffer.concat(
      Array.from({ length: 40_000 }, (_, index) => createHash("sha1").update(String(index)).digest()),
    );
    assert.ok(unpacked(await packed(noise), 65_536).equals(noise));
  });

  test("damage is refused, where it changes anything, and always in the end", async () => {
    const good = Buffer.from(LINES, "base64");
    fc.assert(
      fc.property(fc.nat({ max: good.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bad = Buffer.from(good);
        bad[at] = (bad[at] ?? 0) ^ change;
        assert.ok(outcome(bad) === "refused" || outcome(bad) === outcome(good));
      }),
      { numRuns: 300 },
    );
    for (let length = 0; length < good.length; length += 37)
      assert.throws(() => unpacked(good.subarray(0, length)), Bzip2Error);
    assert.throws(() => unpacked(Buffer.concat([good, Buffer.from("rest")])), Bzip2Error);
  });
});
