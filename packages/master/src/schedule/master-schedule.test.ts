/** A master's own schedule. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Value } from "@salt/core";
import { dict, nullLogger } from "@salt/core";
import type { RunEnd } from "../runners/run-events.js";
import type { RunOrder } from "../runners/runner-desk.js";
import { FakeClock } from "../testing/scratch.js";
import { MasterSchedule } from "./master-schedule.js";

test("runner functions begin when they are due, with their arguments, and no more of one than may be", async () => {
  const clock = new FakeClock();
  const begun: RunOrder[] = [];
  const ends: ((end: RunEnd) => void)[] = [];
  const schedule = new MasterSchedule({
    config: {
      user: "salt",
      schedule: dict({
        greet: { function: "test.arg", args: [1], kwargs: { two: 2 }, minutes: 1, maxrunning: 1 },
        off: { function: "test.arg", seconds: 1, enabled: false },
      }),
    },
    runners: {
      hasRoom: true,
      start: (order) => {
        begun.push(order);
        const end = new Promise<RunEnd>((resolve) => ends.push(resolve));
        return { run: { ...order, jid: "20260102030405000000" }, end };
      },
    },
    clock,
    log: nullLogger,
  });
  const pass = (): void => {
    clock.pass(60);
    schedule.evaluate();
  };
  schedule.evaluate();
  pass();
  const named = new Map<Value, Value>([
    ["two", 2],
    ["__kwarg__", true],
  ]);
  assert.deepEqual(begun, [{ client: "runner", fun: "test.arg", args: [1, named], user: "salt" }]);
  pass();
  assert.equal(begun.length, 1, "the first is still at work");
  ends[0]?.({ value: null, success: true, retcode: undefined });
  await new Promise(setImmediate);
  pass();
  assert.equal(begun.length, 2);
});
