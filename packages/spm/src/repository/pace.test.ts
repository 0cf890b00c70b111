/**
 * The watch over downloads, with a clock of its own.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { TimeoutError } from "@salt/core";
import { Pace } from "./pace.js";

test("a download may take long as long as something comes in every window", (context) => {
  context.mock.timers.enable({ apis: ["setInterval"] });
  const pace = new Pace(10);
  for (let window = 0; window < 50; window += 1) {
    pace.came(1000);
    context.mock.timers.tick(10_000);
    assert.equal(pace.signal.aborted, false);
  }
  pace.came(999);
  context.mock.timers.tick(9_999);
  assert.equal(pace.signal.aborted, false);
  context.mock.timers.tick(1);
  const reason: unknown = pace.signal.reason;
  assert.ok(reason instanceof TimeoutError);
  assert.match(reason.message, /only 999 bytes came within 10 seconds/);
});

test("what has ended is watched no more", (context) => {
  context.mock.timers.enable({ apis: ["setInterval"] });
  const pace = new Pace(10);
  pace.close();
  context.mock.timers.tick(100_000);
  assert.equal(pace.signal.aborted, false);
});
