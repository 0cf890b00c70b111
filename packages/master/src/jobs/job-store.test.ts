import assert from "node:assert/strict";
import { mkdirSync, statSync } from "node:fs";
import { describe, test } from "node:test";
import { dict, float } from "@salt/core";
import { scratch, testConfig } from "../testing/scratch.js";
import { JobLedger } from "./job-ledger.js";
import { jobStorePath, openJobStore } from "./job-store.js";
import { LocalCacheWriter } from "./local-cache.js";
import { openJobReader } from "./open-job-reader.js";
import type { NewJob, NewReturn } from "./records.js";
import type { ReturnKeeper } from "./return-journal.js";
import { ReturnJournal } from "./return-journal.js";

const JID = "20260102030405000678";
const OTHER = "20260102030405000679";

function job(jid: string, changes: Partial<NewJob> = {}): NewJob {
  const load = dict({ fun: "test.ping", arg: [], tgt: "*", user: "root", jid });
  return {
    jid,
    load,
    minions: ["web1", "web2"],
    nocache: false,
    mirrored: false,
    startedAt: 1000,
    ...changes,
  };
}

function result(id: string, changes: Partial<NewReturn> = {}): NewReturn {
  return { jid: JID, id, return: true, retcode: 0, success: true, out: undefined, ...changes };
}

describe("JobStore", () => {
  test("keeps jobs and returns as they were, also across a restart", async (t) => {
    const cachedir = scratch(t);
    const value = dict({ text: "ä", bytes: new Uint8Array([255, 0]), whole: float(2), list: [1, null] });
    const first = openJobStore({ cachedir });
    assert.ok(first.add(job(JID)));
    assert.deepEqual(first.addReturns([result("web1", { return: value, out: "nested" })]), [true]);
    await first.sync();
    first.close();

    const second = openJobStore({ cachedir });
    t.after(() => second.close());
    assert.deepEqual(second.job(JID), { jid: JID, load: job(JID).load, minions: ["web1", "web2"] });
    const [back] = second.returns(JID);
    assert.deepEqual(back?.return, new Map(value).set("bytes", Buffer.from([255, 0])));
    assert.equal(back?.out, "nested");
    assert.deepEqual(second.find(JID)?.minions, new Set(["web1", "web2"]));
  });

  test("keeps the first return of a minion and tells the others", (t) => {
    const store = openJobStore({ cachedir: scratch(t) });
    t.after(() => store.close());
    store.add(job(JID));
    const group = [result("web1", { return: 1 }), result("web2"), result("web1", { return: 2 })];
    assert.deepEqual(store.addReturns(group), [true, true, false]);
    assert.deepEqual(store.addReturns([result("web1", { return: 3 })]), [false]);
    assert.deepEqual(
      store.returns(JID).map((each) => each.return),
      [1, true],
    );
  });

  test("does not put a job in another's place", (t) => {
    const store = openJobStore({ cachedir: scratch(t) });
    t.after(() => store.close());
    assert.ok(store.add(job(JID)));
    assert.ok(!store.add(job(JID, { minions: ["evil"] })));
    assert.deepEqual(store.job(JID)?.minions, ["web1", "web2"]);
  });

  test("removes old jobs with their returns", (t) => {
    const store = openJobStore({ cachedir: scratch(t) });
    t.after(() => store.close());
    store.add(job(JID, { startedAt: 1000 }));
    store.add(job(OTHER, { startedAt: 2000 }));
    store.addReturns([result("web1")]);
    assert.equal(store.prune(1500), 1);
    assert.equal(store.job(JID), undefined);
    assert.deepEqual(store.returns(JID), []);
    assert.deepEqual(
      [...store.jobs()].map(({ jid }) => jid),
      [OTHER],
    );
  });

  test("the file and its log are private whatever the umask", (t) => {
    const before = process.umask(0);
    t.after(() => process.umask(before));
    const cachedir = scratch(t);
    const store = openJobStore({ cachedir });
    t.after(() => store.close());
    store.add(job(JID));
    for (const path of [jobStorePath(cachedir), `${jobStorePath(cachedir)}-wal`]) {
      assert.equal(statSync(path).mode & 0o777, 0o600, path);
    }
  });
});

describe("ReturnJournal", () => {
  test("stores what comes together in one group, and says so after the sync", async () => {
    const groups: number[] = [];
    let synced = 0;
    const keeper: ReturnKeeper = {
      addReturns: (returns) => {
        groups.push(returns.length);
        return returns.map(() => true);
      },
      sync: async () => void synced++,
    };
    const journal = new ReturnJournal(keeper);
    const kept = await Promise.all(["a", "b", "c"].map((id) => journal.add(result(id))));
    assert.deepEqual([kept, groups, synced], [["first", "first", "first"], [3], 1]);
  });

  test("a group that cannot be stored fails, and the next one is tried", async () => {
    let broken = true;
    const keeper: ReturnKeeper = {
      addReturns: (returns) => {
        if (broken) throw new RangeError("disk full");
        return returns.map(() => true);
      },
      sync: async () => {},
    };
    const journal = new ReturnJournal(keeper);
    await assert.rejects(journal.add(result("a")), RangeError);
    broken = false;
    assert.equal(await journal.add(result("a")), "first");
  });
});

describe("JobLedger", () => {
  test("knows jobs of before a restart, and adds minions to a job", (t) => {
    const store = openJobStore({ cachedir: scratch(t) });
    t.after(() => store.close());
    new JobLedger(store).add(job(JID));
    const ledger = new JobLedger(store);
    const known = ledger.find(JID);
    assert.ok(known !== undefined);
    assert.deepEqual(ledger.extend(known, ["web3"]), ["web1", "web2", "web3"]);
    assert.ok(ledger.find(JID)?.minions.has("web3"));
    assert.deepEqual(store.job(JID)?.minions, ["web1", "web2", "web3"]);
    assert.equal(ledger.find(OTHER), undefined);
  });
});

describe("openJobReader", () => {
  test("reads the reference's own layout, alone and beside SQLite", async (t) => {
    const config = testConfig(scratch(t));
    mkdirSync(config.cachedir, { mode: 0o700 });
    const writer = new LocalCacheWriter(config.cachedir, config.hash_type);
    writer.save(JID, job(JID).load, ["web1", "web2"], false);
    await writer.addReturn(result("web1", { return: "one", out: "txt" }));
    await writer.addReturn(result("web1", { return: "again" }));

    const alone = openJobReader(config);
    assert.deepEqual(alone.job(JID)?.minions, ["web1", "web2"]);
    assert.deepEqual(alone.returns(JID), [
      { id: "web1", return: "one", retcode: 0, success: true, out: "txt" },
    ]);
    assert.equal(alone.job("../../etc/passwd"), undefined);

    const store = openJobStore(config);
    store.add(job(OTHER));
    store.close();
    const both = openJobReader(config);
    t.after(() => both.close());
    assert.deepEqual(
      [...both.jobs()].map(({ jid }) => jid),
      [JID, OTHER],
    );
  });

  test("removes old jobs of that layout", (t) => {
    const config = testConfig(scratch(t));
    mkdirSync(config.cachedir, { mode: 0o700 });
    const writer = new LocalCacheWriter(config.cachedir, config.hash_type);
    writer.save(JID, job(JID).load, [], false);
    writer.prune(Date.now() - 60_000);
    assert.ok(openJobReader(config).job(JID));
    writer.prune(Date.now() + 60_000);
    assert.equal(openJobReader(config).job(JID), undefined);
  });
});
