/** Pillars are compiled in processes of their own, which end at their deadline. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dict, nullLogger, TimeoutError } from "@salt/core";
import { PillarPool } from "./pillar-pool.js";

const entry = new URL("../testing/pillar-program.js", import.meta.url);

function pool(t: { after(done: () => Promise<void>): void }, timeoutMs: number, size = 2): PillarPool {
  const made = new PillarPool({
    entry,
    opts: dict({ id: "master", ext_pillar: [{ probe: { endless_for: "slow" } }] }),
    size,
    maxWaiting: 4,
    timeoutMs,
    request: async () => null,
    fire: () => {},
    log: nullLogger,
  });
  t.after(() => made.close());
  return made;
}

const wish = (id: string) => ({ id, grains: dict({ id }) });

test("an endless pillar is ended at its deadline, and delays no other minion's", async (t) => {
  const pillars = pool(t, 10_000);
  const slow = pillars.compile(wish("slow"));
  const settled = slow.then(
    () => "compiled",
    () => "ended",
  );
  const quick = await Promise.race([pillars.compile(wish("quick")), settled]);
  assert.equal((quick as ReadonlyMap<string, string>).get("whose"), "quick");
  await assert.rejects(slow, TimeoutError);
});

test("a minion that asks twice for the same is answered once; its further wishes wait for each other", async (t) => {
  const pillars = pool(t, 60_000);
  const first = pillars.compile(wish("a"));
  assert.equal(pillars.compile(wish("a")), first);
  const other = await pillars.compile({ ...wish("a"), pillarenv: "dev" });
  assert.equal(other.get("pid"), (await first).get("pid"), "the second waited for the first one's process");
});

test("more than may wait are refused", async (t) => {
  const pillars = pool(t, 60_000, 1);
  const taken = ["a", "b", "c", "d", "e"].map((id) => pillars.compile(wish(id)));
  await assert.rejects(pillars.compile(wish("f")), { code: "PILLAR_QUEUE_FULL" });
  assert.deepEqual(
    (await Promise.all(taken)).map((pillar) => pillar.get("whose")),
    ["a", "b", "c", "d", "e"],
  );
});
