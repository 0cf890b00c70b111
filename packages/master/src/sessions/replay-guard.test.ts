import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ReplayGuard } from "./replay-guard.js";

const nonce = (number: number): string => number.toString(16).padStart(12, "0").padEnd(32, "f");

describe("ReplayGuard", () => {
  test("takes a nonce once", () => {
    const guard = new ReplayGuard();
    assert.equal(guard.note(nonce(1), 1000), "fresh");
    assert.equal(guard.note(nonce(1), 1000), "repeated");
    assert.equal(guard.note(nonce(2), 1000), "fresh");
  });

  test("takes requests that overtook each other", () => {
    const guard = new ReplayGuard();
    assert.equal(guard.note(nonce(1), 1005), "fresh");
    assert.equal(guard.note(nonce(2), 1001), "fresh");
    assert.equal(guard.note(nonce(2), 1001), "repeated");
  });

  test("refuses what is as old as that which it has forgotten", () => {
    const guard = new ReplayGuard();
    for (const [index, ts] of [1000, 1100, 1200, 1300].entries())
      assert.equal(guard.note(nonce(index), ts), "fresh");
    assert.equal(guard.note(nonce(0), 1000), "too old");
    assert.equal(guard.note(nonce(99), 1000), "too old");
  });

  test("no request is taken twice, however many come", () => {
    const guard = new ReplayGuard();
    const sent: [string, number][] = [];
    for (let index = 0; index < 20_000; index++) {
      const ts = 1000 + Math.floor(index / 100);
      assert.equal(guard.note(nonce(index), ts), "fresh");
      sent.push([nonce(index), ts]);
    }
    assert.ok(sent.every(([each, ts]) => guard.note(each, ts) !== "fresh"));
  });

  test("takes all requests of a fast sender, those that are late by a second too", () => {
    const guard = new ReplayGuard();
    for (let index = 0; index < 40_000; index++) {
      const ts = 1000 + Math.floor(index / 8000) - (index % 7 === 0 ? 1 : 0);
      assert.equal(guard.note(nonce(index), ts), "fresh", `request ${index}`);
    }
    assert.equal(guard.note(nonce(39_999), 1004), "repeated");
  });

  test("remembers a bounded number, however many come in a second", () => {
    const guard = new ReplayGuard();
    const found = new Set<string>();
    for (let index = 0; index < 140_000; index++) found.add(guard.note(nonce(index), 1000));
    assert.deepEqual([...found], ["fresh", "too old"]);
  });
});
