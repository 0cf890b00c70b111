import assert from "node:assert/strict";
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { KeyError } from "@salt/wire";
import { growingPause, pendingPause, RateLimit } from "./back-off.js";
import { MinionKeys } from "./minion-keys.js";
import { FakeClock, minionKeys, scratch, vectorKey } from "./testing/recorded.js";

describe("the keys of a minion", () => {
  test("are made at the first start, private, and read at the next", async (t) => {
    const pki_dir = join(scratch(t), "new");
    const made = await MinionKeys.open({ pki_dir, keysize: 2048 });
    const mode = (name: string): number => statSync(join(pki_dir, name)).mode & 0o777;
    assert.equal(statSync(pki_dir).mode & 0o777, 0o700);
    assert.equal(mode("minion.pem"), 0o400);
    assert.equal(mode("minion.pub"), 0o644);
    const read = await MinionKeys.open({ pki_dir, keysize: 2048 });
    assert.equal(read.privateKey.publicKey.pem, made.privateKey.publicKey.pem);
  });

  test("a broken key stops with a sentence, and is not replaced", async (t) => {
    const dir = scratch(t);
    mkdirSync(join(dir, "pki"), { mode: 0o700 });
    writeFileSync(join(dir, "pki", "minion.pem"), "not a key");
    await assert.rejects(MinionKeys.open({ pki_dir: join(dir, "pki"), keysize: 2048 }), KeyError);
  });

  test("deleting the master's key is enough to trust anew", async (t) => {
    const keys = await minionKeys(scratch(t));
    keys.storeMasterKey(vectorKey("master").publicKey);
    assert.equal(keys.masterKey()?.pem, vectorKey("master").publicKey.pem);
    rmSync(keys.masterKeyPath);
    assert.equal(keys.masterKey(), undefined);
    writeFileSync(keys.masterKeyPath, "garbage");
    assert.throws(() => keys.masterKey(), KeyError);
  });
});

describe("patience", () => {
  test("pauses grow by the first up to the largest", () => {
    assert.deepEqual(
      [1, 2, 3, 4].map((attempt) => growingPause(attempt, 10, 25)),
      [10, 20, 25, 25],
    );
    assert.deepEqual(
      [1, 2, 3].map((attempt) => growingPause(attempt, 10, 0)),
      [10, 10, 10],
    );
  });

  test("while a key is pending they begin short, spread by a quarter, unless an option says otherwise", () => {
    const defaults = { acceptance_wait_time: 10, acceptance_wait_time_max: 0 };
    const pauses = (random: number) =>
      [1, 4, 99].map((attempt) => pendingPause(attempt, defaults, () => random));
    assert.deepEqual(pauses(0), [0.75, 3, 7.5]);
    assert.deepEqual(pauses(1), [1.25, 5, 12.5]);
    const exact = { acceptance_wait_time: 10, acceptance_wait_time_max: 10 };
    assert.equal(
      pendingPause(1, exact, () => 0),
      10,
    );
  });

  test("a limit lets a burst through, and then one in each period", () => {
    const clock = new FakeClock();
    const limit = new RateLimit(2, 1000, clock);
    const take = (count: number): readonly boolean[] => Array.from({ length: count }, () => limit.take());
    assert.deepEqual(take(3), [true, true, false]);
    clock.time += 999;
    assert.equal(limit.take(), false);
    clock.time += 1;
    assert.deepEqual(take(2), [true, false]);
    clock.time += 60_000;
    assert.deepEqual(take(3), [true, true, false]);
    clock.time -= 60_000;
    assert.equal(limit.take(), false);
  });
});
