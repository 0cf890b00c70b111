/**
 * Tests of sqlite3.ts.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { dict, nullLogger } from "@salt/core";
import { sqlite3 } from "./sqlite3.js";

const JID = "20260101000000000001";
const { signal } = new AbortController();

test("jobs and returns come back as they were given, until they are pruned", async () => {
  const dir = mkdtempSync(join(tmpdir(), "salt-sqlite3-"));
  const context = { opts: dict({ "sqlite3.database": join(dir, "jobs.db") }), log: nullLogger, signal };
  try {
    const load = dict({ fun: "test.ping", tgt: "*" });
    await sqlite3.jobCache?.saveLoad({ jid: JID, load, minions: ["web1"] }, context);
    const ret = { jid: JID, id: "web1", fun: "test.ping", fun_args: ["a"], success: true };
    await sqlite3.take(dict({ ...ret, return: { b: [1, "x"] } }), context);
    const cache = await sqlite3.jobCache?.open(context);
    assert.deepEqual(await cache?.job(JID), { jid: JID, load, minions: ["web1"] });
    const [first] = (await cache?.returns(JID)) ?? [];
    assert.deepEqual(first?.return, dict({ b: [1, "x"] }));
    assert.equal(first?.success, true);
    await sqlite3.jobCache?.prune(Date.UTC(2026, 1), context);
    assert.equal(await cache?.job(JID), undefined);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test("without a file, and with a file that a sender chooses, nothing is written", async () => {
  const context = { opts: dict({}), log: nullLogger, signal };
  assert.equal(await sqlite3.usable(context), 'sqlite3 config option "sqlite3.database" is missing');
  const sent = dict({ jid: JID, id: "web1", ret_kwargs: { database: "/tmp/x.db" } });
  await assert.rejects(sqlite3.take(sent, context), /not from ret_kwargs/);
});
