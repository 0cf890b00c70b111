import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FakeClock } from "../testing/scratch.js";
import { Attempts } from "./attempts.js";

function setup(perMinute = 2) {
  const clock = new FakeClock();
  const paused: number[] = [];
  const pause = async (ms: number): Promise<void> => void paused.push(ms);
  const attempts = new Attempts({ perMinute, clock, pause });
  let checks = 0;
  const fail = (name: string) =>
    attempts.attempt(name, async () => {
      checks += 1;
      return undefined;
    });
  return { clock, paused, attempts, fail, checks: () => checks };
}

describe("Attempts", () => {
  test("a name that failed too often is not checked, until time has passed; others are", async () => {
    const { clock, attempts, fail, checks } = setup();
    for (let at = 0; at < 5; at++) await fail("ann");
    assert.equal(checks(), 2);
    assert.equal(await attempts.attempt("ann", async () => "right"), undefined);
    assert.equal(await attempts.attempt("bob", async () => "right"), "right");
    clock.pass(60);
    assert.equal(await attempts.attempt("ann", async () => "right"), "right");
  });

  test("successes are not counted", async () => {
    const { attempts } = setup();
    for (let at = 0; at < 10; at++) assert.equal(await attempts.attempt("ann", async () => 1), 1);
  });

  test("a failure takes about as long as the slowest one, whatever failed", async () => {
    const { clock, paused, attempts, fail } = setup(10);
    await fail("ann");
    await attempts.attempt("bob", async () => {
      clock.pass(8);
      return undefined;
    });
    await fail("eve");
    const [quick = 0, slow = 0, after = 0] = paused;
    assert.ok(quick >= 750 && quick <= 1250);
    assert.ok(slow <= 2000);
    assert.ok(after >= 6000 && after <= 10_000);
  });

  test("a name that is locked out cannot be told by the time", async () => {
    const { paused, fail } = setup(1);
    await fail("ann");
    await fail("ann");
    assert.ok(paused.every((ms) => ms >= 750));
  });

  test("only so many checks are at work at once", async () => {
    const { attempts } = setup();
    let release = (): void => {};
    const held = new Promise<string>((resolve) => {
      release = () => resolve("right");
    });
    const running = Array.from({ length: 20 }, (_, at) => attempts.attempt(`user${at}`, () => held));
    assert.equal(await attempts.attempt("late", async () => "right"), undefined);
    release();
    assert.deepEqual(new Set(await Promise.all(running)), new Set(["right"]));
  });
});
