/** Python functions in job processes: kept warm, ended with their job, and gone with the daemon. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { dict, isList, nullLogger } from "@salt/core";
import { FactStore } from "../facts/minion-facts.js";
import { ReturnSpool } from "../jobs/answer/return-spool.js";
import { makeJob, scratch } from "../testing/scratch.js";
import { WorkerPool } from "./worker-pool.js";

const MODULE = `
import os
def pids():
    return [os.getpid(), os.getppid()]
def forever(path):
    with open(path, "w") as handle:
        handle.write(str(os.getpid()))
    while True:
        pass
def count():
    __context__["count"] = __context__.get("count", 0) + 1
    return __context__["count"]
def when_there(path):
    while not os.path.exists(path):
        pass
    return "seen through"
def abort():
    os.abort()
`;

function pool(t: TestContext): { readonly pool: WorkerPool; readonly dir: string } {
  const dir = scratch(t);
  mkdirSync(join(dir, "modules"));
  writeFileSync(join(dir, "modules", "py.py"), MODULE);
  const facts = new FactStore("m1", dict({ extension_modules: dir, cachedir: dir }));
  const pool = new WorkerPool({
    entry: new URL("../testing/job-program.js", import.meta.url),
    facts: () => ({ version: facts.version, packed: () => facts.packed() }),
    ask: async () => null,
    idleMs: 60_000,
    log: nullLogger,
  });
  t.after(() => pool.close());
  return { pool, dir };
}

/** Waits for the end of a process that is not a child of this one. */
async function untilGone(pid: number): Promise<void> {
  for (;;) {
    try {
      // What has ended and was not collected yet still has a number.
      if (/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"))) return;
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function untilWritten(path: string): Promise<string> {
  for (;;) {
    try {
      const text = readFileSync(path, "utf8");
      if (text !== "") return text;
    } catch {
      // Not yet.
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("Python is warm for the next job, whose context is its own", async (t) => {
  const { pool: jobs } = pool(t);
  const first = await jobs.run(makeJob("py.pids"), "").outcome;
  assert.ok(isList(first.return));
  assert.deepEqual((await jobs.run(makeJob("py.pids"), "").outcome).return, first.return);
  assert.equal((await jobs.run(makeJob("py.count"), "").outcome).return, 1);
  assert.equal((await jobs.run(makeJob("py.count"), "").outcome).return, 1);
  await jobs.close();
  await untilGone(Number(first.return[0]));
});

test("a signal for a job ends the Python that it runs in, also one that was there before", async (t) => {
  const { pool: jobs, dir } = pool(t);
  const before = (await jobs.run(makeJob("py.pids"), "").outcome).return;
  const job = jobs.run(makeJob("py.forever", [join(dir, "pid")]), "");
  const pid = await untilWritten(join(dir, "pid"));
  assert.equal(isList(before) ? String(before[0]) : "", pid);
  job.signal(9);
  assert.equal((await job.outcome).return, "The job was ended by signal SIGKILL.");
  await untilGone(Number(pid));
});

test("a crash is the outcome of its job, and the next one finds another Python", async (t) => {
  const { pool: jobs } = pool(t);
  const before = (await jobs.run(makeJob("py.pids"), "").outcome).return;
  const crashed = await jobs.run(makeJob("py.abort"), "").outcome;
  assert.match(String(crashed.return), /SIGABRT[\s\S]*py\.py", line 18 in abort/);
  assert.deepEqual([crashed.retcode, crashed.success], [1, false]);
  const after = (await jobs.run(makeJob("py.pids"), "").outcome).return;
  assert.ok(isList(before) && isList(after));
  assert.notEqual(after[0], before[0]);
  assert.equal(after[1], before[1]);
});

test("a job that is left to itself keeps its answer for the next daemon", async (t) => {
  const { pool: jobs, dir } = pool(t);
  const warm = await jobs.run(makeJob("py.pids"), "").outcome;
  const job = makeJob("py.when_there", [join(dir, "there")]);
  const { pid } = jobs.run(job, "master:4506");
  assert.equal(isList(warm.return) ? warm.return[1] : 0, pid);
  jobs.leave();
  writeFileSync(join(dir, "there"), "");
  await untilGone(pid);
  const kept = new ReturnSpool(dir, nullLogger).read(job.jid);
  assert.equal(kept?.master, "master:4506");
  assert.equal(kept?.load.get("return"), "seen through");
});
