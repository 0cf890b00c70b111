/** Random numbers for a seed, as CPython makes them with PYTHONHASHSEED=0. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "./python-random.js";

const TEN = Array.from({ length: 10 }, (_, index) => index);
const HUNDRED = Array.from({ length: 100 }, (_, index) => index);

test("samples are CPython's", () => {
  assert.deepEqual(seededRandom(0).sample(TEN, 4), [6, 9, 0, 2]);
  assert.deepEqual(seededRandom(-5).sample(TEN, 4), [9, 4, 5, 6]);
  assert.deepEqual(seededRandom(12345678901234567890n).sample(TEN, 4), [6, 1, 3, 7]);
  assert.deepEqual(seededRandom("x").sample(TEN, 4), [0, 5, 1, 3]);
  assert.deepEqual(seededRandom("").sample(TEN, 4), [6, 9, 0, 2]);
  assert.deepEqual(seededRandom("größe").sample(TEN, 4), [3, 9, 8, 5]);
  assert.deepEqual(seededRandom("日本").sample(TEN, 4), [6, 4, 0, 7]);
  assert.deepEqual(seededRandom("😀").sample(TEN, 4), [2, 5, 4, 8]);
  assert.deepEqual(seededRandom(7).sample(HUNDRED, 3), [41, 19, 50]);
});

test("seeds that Python would hash otherwise are refused", () => {
  assert.throws(() => seededRandom([1]), { pyClass: "TypeError" });
});
