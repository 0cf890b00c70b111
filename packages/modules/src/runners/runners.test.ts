import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dict, get, isList, SaltInvocationError } from "@salt/core";
import { FAKE_JID, fakeRunner, runLine, storedJob, storedReturn } from "../testing/runner-context.js";
import { cache } from "./cache.js";
import { config } from "./config.js";
import { doc } from "./doc.js";
import { error } from "./error.js";
import { event } from "./event.js";
import { jobs } from "./jobs.js";
import { manage } from "./manage.js";
import { compareVersions } from "./manage-functions/versions.js";
import { mine } from "./mine.js";
import { salt } from "./salt.js";
import { state } from "./state.js";
import { survey } from "./survey.js";
import { test as testRunner } from "./test.js";

const FIRST = "20260101120000000001";
const LAST = "20260102120000000002";
const MASTER = {
  jobs: [
    storedJob(FIRST, { fun: "test.ping", arg: [], tgt: "*", tgt_type: "glob", user: "root" }, ["b", "a"]),
    storedJob(LAST, { fun: "cmd.run", arg: ["ls"], tgt: "a", tgt_type: "glob", metadata: { t: 1 } }, ["a"]),
  ],
  returns: { [FIRST]: [storedReturn("a", true)], [LAST]: [storedReturn("a", "text", "txt")] },
};

describe("jobs", () => {
  const call = (name: string, ...words: readonly string[]) =>
    runLine(jobs, name, words, fakeRunner(MASTER).context);

  it("looks returns up", async () => {
    assert.deepEqual(await call("lookup_jid", FIRST), dict({ a: true }));
    const all = dict({ a: true, b: "Minion did not return" });
    assert.deepEqual(await call("lookup_jid", FIRST, "missing=True"), all);
    assert.deepEqual(await call("lookup_jid", LAST), dict({ outputter: "txt", data: { a: "text" } }));
    assert.deepEqual(await call("lookup_jid", FAKE_JID), new Map());
    await assert.rejects(call("lookup_jid", FIRST, "ext_source=mysql"), SaltInvocationError);
  });

  it("describes a job", async () => {
    const described = {
      ...{ Function: "test.ping", Arguments: [], Target: "*", "Target-type": "glob", User: "root" },
      ...{ Minions: ["a", "b"], StartTime: "2026, Jan 01 12:00:00.000001" },
      Result: { a: { return: true, retcode: 0, success: true } },
    };
    assert.deepEqual(await call("list_job", FIRST), dict({ jid: FIRST, ...described }));
    assert.deepEqual(await call("print_job", FIRST), dict({ [FIRST]: described }));
    const nothing = dict({
      jid: FAKE_JID,
      Error: "Cannot contact returner or no job with this jid",
      StartTime: "2026, Jan 01 12:00:00.123456",
      Result: {},
    });
    assert.deepEqual(await call("list_job", FAKE_JID), nothing);
  });

  it("lists and searches jobs", async () => {
    const found = async (...words: readonly string[]) => {
      const rows = await call("list_jobs", ...words);
      return rows instanceof Map ? [...rows.keys()] : rows;
    };
    assert.deepEqual(await found(), [FIRST, LAST]);
    assert.deepEqual(await found("search_function=cmd.*,x"), [LAST]);
    assert.deepEqual(await found("search_target=[b, '\\*']"), []);
    assert.deepEqual(await found("search_metadata={t: 1}"), [LAST]);
    assert.deepEqual(await found("start_time=2026-01-02"), [LAST]);
    assert.deepEqual(await found("end_time=2026-01-01T13:00"), [FIRST]);
    await assert.rejects(call("list_jobs", "start_time=soon"), { name: "ParserError" });
    assert.deepEqual(get(await call("list_jobs", "outputter=raw"), "outputter"), "raw");
    assert.deepEqual(get(get(await call("last_run", "function=test.ping"), FIRST), "Function"), "test.ping");
    assert.equal(await call("last_run", "function=nosuch"), false);
  });

  it("lists the newest jobs", async () => {
    const rows = await call("list_jobs_filter", "1");
    assert.deepEqual(isList(rows) ? rows.map((row) => get(row, "JID")) : rows, [LAST]);
  });

  it("tells who succeeded", async () => {
    assert.deepEqual(await call("exit_success", FIRST), dict({ a: true, b: false }));
  });

  it("asks minions what they are working on", async () => {
    const job = { jid: FIRST, fun: "test.sleep", arg: [9], tgt: "*", pid: 5 };
    const { context } = fakeRunner({ ...MASTER, answers: { b: [job], c: [job], d: "not available" } });
    const active = get(await runLine(jobs, "active", [], context), FIRST);
    assert.deepEqual(get(active, "Running"), [dict({ b: 5 }), dict({ c: 5 })]);
    assert.deepEqual(get(active, "Returned"), ["a"]);
  });
});

describe("manage", () => {
  const accepted = ["web1", "db1", "web2"];
  const answers = { web2: "3008.3", web1: "0.0.1", mail1: "0.1.0", old1: "3005.1" };
  const { context } = fakeRunner({ accepted, answers });
  const call = (name: string, ...words: readonly string[]) => runLine(manage, name, words, context);

  it("tells who is there and who is not", async () => {
    const deleted: string[] = [];
    const { context, printed } = fakeRunner({
      accepted,
      answers: { web2: true, web1: true },
      sentTo: accepted,
      keyring: { delete: async (ids) => void deleted.push(...ids) },
    });
    const call = (name: string, ...words: readonly string[]) => runLine(manage, name, words, context);
    assert.deepEqual(await call("status"), dict({ up: ["web1", "web2"], down: ["db1"] }));
    assert.deepEqual(await call("up"), ["web1", "web2"]);
    assert.deepEqual(await call("down"), ["db1"]);
    assert.deepEqual(await call("present"), ["web1", "web2"]);
    assert.deepEqual(await call("present", "subset=[web2]"), ["web2"]);
    assert.deepEqual(await call("not_present"), ["db1"]);
    await assert.rejects(call("up", "tgt_type=nosuch"), SaltInvocationError);
    assert.deepEqual([deleted, printed], [[], []]);
    assert.deepEqual(await call("down", "removekeys=True"), ["db1"]);
    assert.deepEqual(deleted, ["db1"]);
  });

  it("says when nobody is meant", async () => {
    const { context, printed } = fakeRunner({ accepted });
    assert.deepEqual(await runLine(manage, "status", ["nosuch*"], context), dict({ up: [], down: [] }));
    assert.deepEqual(printed, ["No minions matched the target. No command was sent, no jid was assigned."]);
  });

  it("refuses what it must not do", async () => {
    await assert.rejects(call("bootstrap", "hosts=web1"), SaltInvocationError);
    await assert.rejects(call("bootstrap_psexec", "hosts=win1"), SaltInvocationError);
    await assert.rejects(call("safe_accept", "web1"), SaltInvocationError);
  });

  it("compares versions", async () => {
    const versions = await call("versions");
    assert.deepEqual(get(versions, "Minion requires update"), dict({ old1: "3005.1", web1: "0.0.1" }));
    assert.deepEqual(get(versions, "Minion newer than master"), dict({ web2: "3008.3" }));
    assert.deepEqual(get(versions, "Up to date"), dict({ mail1: "0.1.0" }));
    const { context: away } = fakeRunner({ answers: { a: "3006.1" }, sentTo: ["a", "b"] });
    assert.deepEqual(get(await runLine(manage, "versions", [], away), "Minion offline"), dict({ b: false }));
    assert.deepEqual(
      [compareVersions("3006.9", "3006.10"), compareVersions("1.0", "1"), compareVersions("2", "1.9")],
      [-1, 0, 1],
    );
  });
});

describe("state.event", () => {
  const events = [
    { tag: "a/1", data: dict({ z: 1, b: Uint8Array.of(104, 105), é: true }) },
    { tag: "b/1", data: dict({}) },
    { tag: "a/2", data: dict({ x: [1] }) },
  ];

  it("prints tag and data of events that fit", async () => {
    const { context, printed } = fakeRunner({ events });
    assert.equal(await runLine(state, "event", ["a/*", "count=2"], context), null);
    assert.deepEqual(printed, ['a/1\t{"z": 1, "b": "hi", "é": true}', 'a/2\t{"x": [1]}']);
  });

  it("counts in silence, and prints nicely", async () => {
    const quiet = fakeRunner({ events });
    await runLine(state, "event", ["quiet=True", "count=1"], quiet.context);
    assert.deepEqual(quiet.printed, []);
    const pretty = fakeRunner({ events });
    await runLine(state, "event", ["a/2", "pretty=True", "count=1"], pretty.context);
    assert.deepEqual(pretty.printed, ['a/2\t{\n    "x": [\n        1\n    ]\n}']);
  });
});

describe("the small runners", () => {
  it("answer", async () => {
    const { context, fired, printed } = fakeRunner({
      opts: dict({ a: { b: 1 } }),
      answers: { m: { "x.y": "doc" } },
    });
    assert.equal(await runLine(config, "get", ["a:b"], context), 1);
    assert.equal(await runLine(config, "get", ["a:c", "none"], context), "none");
    assert.equal(await runLine(event, "send", ["t", "{a: 1}"], context), true);
    assert.deepEqual(fired, [["t", dict({ a: 1 })]]);
    assert.deepEqual(await runLine(doc, "execution", [], context), dict({ "x.y": "doc" }));
    assert.equal(await runLine(testRunner, "stdout_print", [], context), "bar");
    assert.deepEqual(printed, ["foo"]);
    assert.deepEqual(await runLine(error, "error", [], context), new Map());
    await assert.rejects(runLine(error, "error", ["name=ValueError", "message=m"], context), {
      name: "ValueError",
    });
  });
});

describe("cache", () => {
  const data = { grains: { os: "Debian" }, pillar: { p: 1 } };
  const cached = { "minions/web1/data": dict(data), "minions/web1/mine": dict({ "test.ping": true, x: 1 }) };
  const call = (name: string, ...words: readonly string[]) => {
    const { context } = fakeRunner({ accepted: ["web1", "db1"], cached });
    return runLine(cache, name, words, context);
  };

  it("tells what is known of minions", async () => {
    assert.deepEqual(await call("grains", "*"), dict({ web1: { os: "Debian" }, db1: {} }));
    assert.deepEqual(await call("pillar", "os:Debian", "tgt_type=grain"), dict({ web1: { p: 1 } }));
    assert.deepEqual(await call("mine", "web1"), dict({ web1: { "test.ping": true, x: 1 } }));
    assert.deepEqual(await call("grains", "nosuch"), new Map());
  });

  it("forgets parts of it", async () => {
    const { context } = fakeRunner({ accepted: ["web1"], cached });
    assert.equal(await runLine(cache, "clear_pillar", [], context), false);
    assert.equal(await runLine(cache, "clear_pillar", ["web1"], context), true);
    assert.deepEqual(context.cache.fetch("minions/web1", "data"), dict({ grains: { os: "Debian" } }));
    await runLine(cache, "clear_mine_func", ["web1", "clear_mine_func_flag=x"], context);
    assert.deepEqual(context.cache.fetch("minions/web1", "mine"), dict({ "test.ping": true }));
    await runLine(cache, "clear_all", ["web1"], context);
    assert.deepEqual(context.cache.list("minions/web1"), []);
  });

  it("keeps values of anybody", async () => {
    const { context } = fakeRunner();
    assert.equal(await runLine(cache, "store", ["bank", "key", "{a: 1}"], context), null);
    assert.deepEqual(await runLine(cache, "fetch", ["bank", "key"], context), dict({ a: 1 }));
    assert.deepEqual(await runLine(cache, "list", ["bank"], context), ["key"]);
    assert.equal(await runLine(cache, "flush", ["bank", "key"], context), true);
    assert.deepEqual(await runLine(cache, "fetch", ["bank", "key"], context), new Map());
    await assert.rejects(runLine(cache, "list", ["bank", "cachedir=/tmp"], context), SaltInvocationError);
  });
});

describe("survey", () => {
  it("puts minions with the same answer together", async () => {
    const { context } = fakeRunner({ answers: { c: 1, a: 1, b: [true], d: [true], e: [true] } });
    const [large, small] = [
      dict({ pool: ["b", "d", "e"], result: "[True]" }),
      dict({ pool: ["a", "c"], result: "1" }),
    ];
    assert.deepEqual(await runLine(survey, "hash", ["*", "test.echo", "x"], context), [large, small]);
    const up = await runLine(survey, "hash", ["*", "test.echo", "survey_sort=up"], context);
    assert.deepEqual(up, [small, large]);
    await assert.rejects(runLine(survey, "hash", ["*"], context), SaltInvocationError);
  });

  it("prints how groups differ from the first", async () => {
    const { context, printed } = fakeRunner({ answers: { a: "one\ntwo", b: "one\ntwo", c: "one\nthree" } });
    const found = await runLine(survey, "diff", ["*", "cp.get_file_str", "x"], context);
    assert.deepEqual(found, [
      dict({ pool: ["a", "b"], result: "one\ntwo" }),
      dict({ pool: ["c"], result: "one\nthree" }),
    ]);
    const head = (pool: string, size: number): string =>
      `minion pool :\n------------\n${pool}\npool size :\n----------\n    ${size}\n`;
    assert.deepEqual(printed, [
      `${head("['a', 'b']", 2)}pool result :\n------------\n    one\ntwo\n`,
      `${head("['c']", 1)}differences from "a" results :\n${"-".repeat(29)}\n--- a\n+++ c\n@@ -2 +2 @@\n-two\n+three\n\n`,
    ]);
  });
});

describe("mine", () => {
  it("tells what is in it", async () => {
    const entry = { __saltmine_acl__: 1, __data__: "d", allow_tgt: "*" };
    const cached = { "minions/a/mine": dict({ x: 1, y: entry }), "minions/b/mine": dict({ x: 2 }) };
    const { context } = fakeRunner({ accepted: ["a", "b"], cached, answers: { a: true } });
    assert.deepEqual(await runLine(mine, "get", ["*", "x"], context), dict({ a: 1, b: 2 }));
    assert.deepEqual(
      await runLine(mine, "get", ["*", "[x, y, z]"], context),
      dict({ x: { a: 1, b: 2 }, y: { a: "d" } }),
    );
    assert.deepEqual(await runLine(mine, "update", ["a"], context), dict({ a: true }));
  });
});

describe("salt", () => {
  it("calls functions beside the master and on minions", async () => {
    const { context } = fakeRunner({ answers: { web1: "up" } });
    assert.equal(await runLine(salt, "cmd", ["test.echo", "hi"], context), "hi");
    assert.equal(await runLine(salt, "cmd", ["no.such"], context), "'no.such' is not available.");
    await runLine(salt, "cmd", ["test.retcode", "5"], context);
    assert.equal(context.retcode, 5);
    assert.deepEqual(await runLine(salt, "execute", ["*", "test.ping"], context), dict({ web1: "up" }));
    const nobody = fakeRunner();
    assert.deepEqual(await runLine(salt, "execute", ["x*", "test.ping"], nobody.context), new Map());
    assert.equal(nobody.printed.length, 1);
    const full = await runLine(salt, "execute", ["*", "test.ping", "full_return=True"], context);
    assert.deepEqual(full, dict({ web1: { jid: FAKE_JID, ret: "up", retcode: 0 } }));
  });
});
