import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { dict, get, nullLogger } from "@salt/core";
import { sqlite3 } from "../returners/sqlite3.js";
import { callLine, fakeContext } from "../testing/execution-context.js";

const [FIRST, LAST] = ["20260101000000000001", "20260101000000000002"];

test("ret asks a returner that keeps jobs for jobs, returns, functions and minions", async (t) => {
  const dir = mkdtempSync(join(tmpdir(), "salt-ret-"));
  t.after(() => rmSync(dir, { recursive: true }));
  const opts = dict({ "sqlite3.database": join(dir, "jobs.db") });
  const { context } = fakeContext({ opts });
  const around = { opts, log: nullLogger, signal: context.signal };
  for (const [jid, answer] of [[FIRST, 1] as const, [LAST, 2] as const]) {
    const load = dict({ fun: "test.echo", arg: ["a"], tgt: "*", tgt_type: "glob", user: "root" });
    await sqlite3.jobCache?.saveLoad({ jid, load, minions: ["web1"] }, around);
    const ret = { jid, id: "web1", fun: "test.echo", fun_args: ["a"], success: true, return: answer };
    await sqlite3.take(dict(ret), around);
  }
  const ask = (...line: string[]) => callLine(line, context);
  assert.equal(get(get(await ask("ret.get_jid", "sqlite3", FIRST), "web1"), "return"), 1);
  assert.equal(get(get(await ask("ret.get_fun", "sqlite3", "test.echo"), "web1"), "jid"), LAST);
  assert.deepEqual(await ask("ret.get_fun", "sqlite3", "test.ping"), new Map());
  assert.deepEqual(await ask("ret.get_minions", "sqlite3"), ["web1"]);
  const jobs = await ask("ret.get_jids", "sqlite3");
  assert.equal(get(get(jobs, LAST), "Function"), "test.echo");
  assert.equal(get(get(jobs, FIRST), "StartTime"), "2026, Jan 01 00:00:00.000001");
  await assert.rejects(ask("ret.get_jids", "local"), { name: "FunctionNotAvailableError" });
});
