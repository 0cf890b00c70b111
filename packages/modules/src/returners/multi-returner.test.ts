/**
 * Tests of multi-returner.ts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Dict, JobToKeep, ReturnerModule, StoredJob } from "@salt/core";
import { CommandExecutionError, dict, nullLogger, returnerModule } from "@salt/core";
import { multiReturner } from "./multi-returner.js";

const JID = "20260101000000000001";

/** A returner that remembers, and fails to take returns when told so. */
function remembering(name: string, ids: readonly string[], isBroken = false) {
  const taken: Dict[] = [];
  const kept: JobToKeep[] = [];
  const job: StoredJob = { jid: JID, load: dict({ fun: name }), minions: ids };
  const module = returnerModule(name, {
    doc: "Remembers.",
    take: async (ret) => {
      if (isBroken) throw new CommandExecutionError("away");
      taken.push(ret);
    },
    jobCache: {
      saveLoad: async (load) => void kept.push(load),
      open: async () => ({
        job: () => job,
        returns: () => ids.map((id) => ({ id, return: name, retcode: 0, success: true, out: undefined })),
        jobs: () => [job],
      }),
      prune: async () => undefined,
    },
  });
  return { module, taken, kept };
}

function contextWith(...modules: readonly ReturnerModule[]) {
  return {
    opts: dict({ multi_returner: modules.map(({ name }) => name) }),
    log: nullLogger,
    signal: new AbortController().signal,
    returnerOf: async (name: string) => modules.find((module) => module.name === name),
  };
}

test("every returner gets the return, also when another one fails, which is told", async () => {
  const [a, b, c] = [remembering("a", []), remembering("b", [], true), remembering("c", [])];
  const ret = dict({ jid: JID, id: "web1" });
  const context = contextWith(a.module, b.module, c.module);
  await assert.rejects(multiReturner.take(ret, context), /^CommandExecutionError: multi_returner: b: away$/);
  assert.deepEqual([a.taken, c.taken], [[ret], [ret]]);
});

test("jobs go to all caches, and what is read comes from all of them", async () => {
  const [a, b] = [remembering("a", ["web1"]), remembering("b", ["web1", "web2"])];
  const context = contextWith(a.module, b.module);
  const cache = multiReturner.jobCache;
  assert.ok(cache !== undefined);
  const job = { jid: JID, load: dict({}), minions: [] };
  await cache.saveLoad(job, context);
  assert.deepEqual([a.kept, b.kept], [[job], [job]]);
  const source = await cache.open(context);
  assert.deepEqual((await source.job(JID))?.minions, ["web1", "web2"]);
  const returns = await source.returns(JID);
  assert.deepEqual(
    returns.map(({ id, return: value }) => [id, value]),
    [
      ["web1", "a"],
      ["web2", "b"],
    ],
  );
});

test("without a list, or with a name that is none, it cannot be used", async () => {
  assert.equal(
    await multiReturner.usable({ ...contextWith(), opts: dict({}) }),
    "The option multi_returner does not list returners",
  );
  const context = { ...contextWith(), opts: dict({ multi_returner: ["nowhere"] }) };
  assert.equal(await multiReturner.usable(context), "There is no returner nowhere");
});
