/** When beacons look: with a clock that the test sets. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dict } from "@salt/core";
import { readPlan } from "./beacon-plan.js";
import { Turns } from "./turns.js";

function bench(config: readonly { readonly [name: string]: number }[]) {
  const time = { now: 1_000_000 };
  const turns = new Turns({ now: () => time.now });
  const plan = readPlan("load", config.map(dict));
  const pass = (ms: number): boolean => {
    time.now += ms;
    return turns.begin(plan);
  };
  return { pass, turns, plan, time };
}

test("without an interval it looks every time, but never twice at once", () => {
  const { pass, turns, plan } = bench([]);
  assert.equal(pass(0), true);
  assert.equal(pass(1000), false);
  turns.end(plan, false);
  assert.equal(pass(1000), true);
});

test("an interval passes before the first look, and between two", () => {
  const { pass, turns, plan } = bench([{ interval: 5 }]);
  assert.equal(pass(0), false);
  assert.equal(pass(4999), false);
  assert.equal(pass(1), true);
  turns.end(plan, false);
  assert.equal(pass(4000), false);
  assert.equal(pass(1000), true);
});

test("a beacon that had to be stopped rests, twice as long each time", () => {
  const { pass, turns, plan } = bench([]);
  assert.equal(pass(0), true);
  turns.end(plan, true);
  assert.equal(pass(59_999), false);
  assert.equal(pass(1), true);
  turns.end(plan, true);
  assert.equal(pass(119_999), false);
  assert.equal(pass(1), true);
});

test("a clock that was set back makes none wait for the old time", () => {
  const { pass, turns, plan } = bench([{ interval: 5 }]);
  pass(0);
  pass(5000);
  turns.end(plan, false);
  pass(-3_600_000);
  assert.equal(pass(60_000), true);
});

test("what is configured no more begins anew", () => {
  const { pass, turns } = bench([{ interval: 5 }]);
  pass(0);
  turns.keepOnly(new Map());
  assert.equal(pass(5000), false);
  assert.equal(pass(5000), true);
});
