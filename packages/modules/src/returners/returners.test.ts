import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { describe, test } from "node:test";
import type { LogFields } from "@salt/core";
import { CommandExecutionError, dict, nullLogger, SaltInvocationError } from "@salt/core";
import { jobFiles } from "./job-files.js";
import { local } from "./local.js";
import { rawfileJson } from "./rawfile-json.js";
import { priorityOf, writeSyslog } from "./syslog/logger.js";

const JID = "20260101000000000001";
const ret = dict({
  jid: JID,
  id: "web1",
  fun: "test.ping",
  fun_args: [],
  return: true,
  retcode: 0,
  success: true,
});
const signal = new AbortController().signal;

function folder(t: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), "returners-"));
  t.after(() => rmSync(made, { recursive: true }));
  return made;
}

async function every<T>(items: Iterable<T> | AsyncIterable<T> = []): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const at = (opts: Record<string, string>) => ({ opts: dict(opts), log: nullLogger, signal });

describe("rawfile_json", () => {
  test("adds lines to the file that the configuration names", async (t) => {
    const file = join(folder(t), "events");
    const other = join(folder(t), "other");
    const context = at({ "rawfile_json.filename": file, "second.rawfile_json.filename": other });
    await rawfileJson.take(ret, context);
    await rawfileJson.take(ret, context);
    await rawfileJson.take(new Map([...ret, ["ret_config", "second"]]), context);
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).return),
      [true, true],
    );
    assert.equal(readFileSync(other, "utf8").split("\n").length, 2);
    assert.equal(statSync(file).mode & 0o777, 0o600);
  });

  test("adds events too", async (t) => {
    const file = join(folder(t), "events");
    const events = [dict({ tag: "a", data: { x: 1 } }), dict({ tag: "b", data: {} })];
    await rawfileJson.takeEvents?.(events, at({ "rawfile_json.filename": file }));
    assert.equal(readFileSync(file, "utf8"), '{"tag": "a", "data": {"x": 1}}\n{"tag": "b", "data": {}}\n');
  });

  test("writes where nobody told it to for no sender, and says when it cannot", async (t) => {
    const file = join(folder(t), "events");
    const sent = new Map([...ret, ["ret_kwargs", dict({ filename: file })]]);
    await assert.rejects(rawfileJson.take(sent, at({})), SaltInvocationError);
    const nowhere = at({ "rawfile_json.filename": join(file, "no", "such") });
    await assert.rejects(rawfileJson.take(ret, nowhere), CommandExecutionError);
  });
});

describe("job_files", () => {
  test("gives back what it was given", async (t) => {
    const context = at({ "job_files.dir": join(folder(t), "jobs") });
    const load = dict({ fun: "test.ping", tgt: "*", arg: [] });
    await jobFiles.jobCache?.saveLoad({ jid: JID, load, minions: ["web1", "web2"] }, context);
    await jobFiles.take(ret, context);
    const cache = await jobFiles.jobCache?.open(context);
    assert.deepEqual(cache?.job(JID), { jid: JID, load, minions: ["web1", "web2"] });
    const kept = { id: "web1", return: true, retcode: 0, success: true, out: undefined };
    assert.deepEqual(cache?.returns(JID), [kept]);
    assert.deepEqual(
      (await every(cache?.jobs())).map(({ jid }) => jid),
      [JID],
    );
    assert.equal(cache?.job("20260101000000000002"), undefined);
    await jobFiles.jobCache?.prune(Date.UTC(2025, 0), context);
    assert.equal((await every(cache?.jobs())).length, 1);
    await jobFiles.jobCache?.prune(Date.UTC(2026, 1), context);
    assert.equal((await every(cache?.jobs())).length, 0);
  });

  test("no name leaves its directory, and foreign files do no harm", async (t) => {
    const dir = join(folder(t), "jobs");
    const context = at({ "job_files.dir": dir });
    for (const wrong of [{ jid: "../x" }, { id: "../../x" }, { id: "" }]) {
      await assert.rejects(jobFiles.take(new Map([...ret, ...dict(wrong)]), context), SaltInvocationError);
    }
    mkdirSync(join(dir, JID), { recursive: true });
    writeFileSync(join(dir, JID, "job.json"), "{half");
    const cache = await jobFiles.jobCache?.open(context);
    assert.deepEqual(await every(cache?.jobs()), []);
    assert.deepEqual(cache?.returns("../x"), []);
  });
});

describe("local", () => {
  test("writes into the log", async () => {
    const told: LogFields[] = [];
    const log = { ...nullLogger, info: (fields: LogFields) => void told.push(fields) };
    await local.take(ret, { opts: new Map(), log, signal });
    assert.equal(told[0]?.jid, JID);
    assert.match(String(told[0]?.ret), /'return': True/);
  });
});

describe("syslog", () => {
  test("knows facilities and levels", () => {
    assert.equal(priorityOf("LOG_LOCAL3", "LOG_ERR"), "local3.err");
    assert.throws(() => priorityOf("LOG_NOSUCH", "LOG_ERR"), SaltInvocationError);
    assert.throws(() => priorityOf("LOG_USER", "--help"), SaltInvocationError);
  });

  test("hands text and priority to the program", async (t) => {
    const dir = folder(t);
    const program = join(dir, "logger");
    writeFileSync(program, `#!/bin/sh\necho "$@" > ${dir}/args\ncat > ${dir}/text\n`);
    chmodSync(program, 0o755);
    await writeSyslog({ priority: "user.info", tag: "-x", text: "{}" }, signal, program);
    assert.equal(readFileSync(join(dir, "args"), "utf8"), "--priority user.info --tag=-x --size 65536\n");
    assert.equal(readFileSync(join(dir, "text"), "utf8"), "{}\n");
    writeFileSync(program, "#!/bin/sh\nexit 3\n");
    const failing = writeSyslog({ priority: "user.info", tag: "t", text: "{}" }, signal, program);
    await assert.rejects(failing, /ended with 3/);
    await assert.rejects(
      writeSyslog({ priority: "user.info", tag: "t", text: "" }, signal, join(dir, "nosuch")),
      CommandExecutionError,
    );
  });
});
