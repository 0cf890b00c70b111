import assert from "node:assert/strict";
import { test } from "node:test";
import type { LogFields } from "@salt/core";
import { nullLogger } from "@salt/core";
import { LogLimiter } from "./log-limiter.js";
import { RateLimit } from "./rate-limit.js";
import { FakeClock } from "./testing/scratch.js";

test("a rate limit gives a minute's worth, and refills evenly", () => {
  const clock = new FakeClock();
  const limit = new RateLimit(60, clock);
  const taken = (): number => Array.from({ length: 100 }, () => limit.take()).filter(Boolean).length;
  assert.equal(taken(), 60);
  clock.pass(10);
  assert.equal(taken(), 10);
  clock.pass(3600);
  assert.equal(taken(), 60);
  clock.pass(-3600);
  assert.equal(taken(), 0);
});

test("a message is logged so many times in a minute, and those left out are counted", () => {
  const clock = new FakeClock();
  const lines: LogFields[] = [];
  const write = (fields: LogFields): void => void lines.push(fields);
  const limited = new LogLimiter({ ...nullLogger, warn: write, error: write }, clock);
  for (let count = 0; count < 100; count++) limited.warn({ count }, "A stranger");
  assert.equal(lines.length, 20);
  limited.warn({}, "Something else");
  assert.equal(lines.length, 21);
  for (let count = 0; count < 100; count++) limited.error({ count }, "A fault");
  assert.equal(lines.length, 41);
  clock.pass(60);
  limited.warn({ count: 100 }, "A stranger");
  assert.deepEqual(lines.at(-1), { count: 100, left_out: 80 });
});
