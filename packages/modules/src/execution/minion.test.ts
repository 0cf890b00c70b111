/**
 * The modules that deal with the minion and its master: saltutil, event, mine, publish, sys, status.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MinionControl, Value } from "@salt/core";
import { dict, Float, get, isDict, SaltInvocationError, TimeoutError } from "@salt/core";
import { callLine, fakeContext } from "../testing/execution-context.js";
import { cpuStats, loggedIn, memInfo, netDevices, netStats, number } from "./status-functions/proc.js";
import { describeUptime, formatTime } from "./status-functions/time.js";
import { documentedNames, modulesFor, namesFor } from "./sys-functions/select.js";

const JID = "20260101120000123456";
const running: MinionControl["running"] = async () => [dict({ jid: JID, fun: "test.sleep", pid: 7 })];

describe("saltutil", () => {
  it("finds jobs at work", async () => {
    const { context } = fakeContext({ control: { running } });
    assert.equal(get(await callLine(["saltutil.find_job", JID], context), "pid"), 7);
    assert.deepEqual(await callLine(["saltutil.find_job", "20260101120000000000"], context), new Map());
    assert.deepEqual(await callLine(["saltutil.is_running", "state.*"], context), []);
  });

  it("sends signals by number and name", async () => {
    const { context, asked } = fakeContext({ control: { running } });
    for (const line of [
      ["signal_job", JID, "HUP"],
      ["signal_job", JID, "10"],
      ["term_job", JID],
      ["kill_all_jobs"],
    ]) {
      await callLine([`saltutil.${line[0]}`, ...line.slice(1)], context);
    }
    assert.deepEqual(
      asked,
      [1, 10, 15, 9].map((signal) => `signalJob("${JID}", ${signal})`),
    );
    await assert.rejects(callLine(["saltutil.signal_job", JID, "SIGNONE"], context), SaltInvocationError);
  });

  it("makes the minion look again", async () => {
    const { context, asked } = fakeContext();
    assert.equal(await callLine(["saltutil.refresh_grains"], context), true);
    assert.equal(await callLine(["saltutil.refresh_grains", "refresh_pillar=False"], context), true);
    assert.deepEqual(asked, ["refreshGrains()", "refreshPillar()", "refreshGrains()"]);
    await assert.rejects(callLine(["saltutil.refresh_grains", "nosuch=1"], context), /not valid: nosuch=1/);
  });

  it("never looks outside its cache for a job", async () => {
    const { context } = fakeContext({ opts: dict({ cachedir: "/nowhere" }) });
    await assert.rejects(callLine(["saltutil.find_cached_job", "../../etc"], context), SaltInvocationError);
    assert.match(String(await callLine(["saltutil.find_cached_job", JID], context)), /cache_jobs/);
  });
});

describe("event", () => {
  it("goes to the master, or stays here in local mode", async () => {
    const there = fakeContext({ grains: dict({ os: "Debian", id: "web1" }) });
    assert.equal(
      await callLine(["event.send", "a/b", "{x: 1}", "with_grains=[os]", "y=2"], there.context),
      true,
    );
    assert.deepEqual(there.asked, ['fireMaster("a/b", {"grains":{"os":"Debian"},"y":2,"x":1}, )']);
    const here = fakeContext({ opts: dict({ file_client: "local" }) });
    assert.equal(await callLine(["event.send", "a/b", "{x: 1}"], here.context), true);
    assert.deepEqual(here.asked, ['fireLocal("a/b", {"x":1})']);
    assert.equal(await callLine(["event.fire_master", "{x: 1}", "a/b"], here.context), false);
    await assert.rejects(callLine(["event.fire", "text", "a/b"], there.context), SaltInvocationError);
  });
});

describe("mine and publish", () => {
  it("leave values at the master", async () => {
    const definitions = {
      "test.ping": [],
      name: { mine_function: "test.echo", text: "hi", allow_tgt: "web*" },
      bad: [],
    };
    const { context, asked } = fakeContext({ opts: dict({ mine_functions: definitions }) });
    await callLine(["mine.update"], context);
    const name = '"name":{"__data__":"hi","__saltmine_acl__":1,"allow_tgt":"web*"}';
    assert.deepEqual(asked, [
      `request({"cmd":"_mine","data":{"test.ping":true,${name}},"clear":false,"id":"web1"})`,
    ]);
    const valid = await callLine(["mine.valid"], context);
    assert.deepEqual(isDict(valid) ? [...valid.keys()] : [], ["test.ping", "name"]);
    assert.equal(await callLine(["mine.send", "test.exception"], context), false);
  });

  it("ask the master for values", async () => {
    const request = async (): Promise<Value> => dict({ web1: 1, web2: 2 });
    const { context } = fakeContext({ control: { request } });
    assert.deepEqual(
      await callLine(["mine.get", "*", "x", "exclude_minion=True"], context),
      dict({ web2: 2 }),
    );
  });

  it("wait for the answers of other minions", async () => {
    const replies: Value[] = [
      dict({ jid: JID, minions: ["a", "b"] }),
      dict({ a: { ret: 1 }, b: { ret: 2 } }),
    ];
    const { context } = fakeContext({ control: { request: async () => replies.shift() ?? null } });
    assert.deepEqual(await callLine(["publish.publish", "*", "test.ping"], context), dict({ a: 1, b: 2 }));
  });

  it("refuse what would go round in circles, and say when the master is silent", async () => {
    const { context, asked } = fakeContext();
    assert.deepEqual(await callLine(["publish.publish", "*", "publish.publish"], context), new Map());
    assert.deepEqual(asked, []);
    const request = async (): Promise<Value> => {
      throw new TimeoutError("no answer");
    };
    const silent = fakeContext({ control: { request } }).context;
    assert.equal(
      await callLine(["publish.runner", "manage.up"], silent),
      "'manage.up' runner publish timed out",
    );
  });
});

describe("sys", () => {
  const names = ["cmd.run", "cmd.run_all", "grains.get", "test.ping"];

  it("selects names by module, glob and whole name", () => {
    assert.deepEqual(namesFor(names, []), names);
    assert.deepEqual(namesFor(names, ["cmd"]), ["cmd.run", "cmd.run_all"]);
    assert.deepEqual(namesFor(names, ["cmd.run"]), ["cmd.run"]);
    assert.deepEqual(namesFor(names, ["*.g*", "test"]), ["grains.get", "test.ping"]);
    assert.deepEqual(documentedNames(names, ["cmd.run"]), ["cmd.run"]);
    assert.deepEqual(modulesFor(names, ["c*", "test"]), ["cmd", "test"]);
  });

  it("describes functions", async () => {
    const { context } = fakeContext();
    const spec = get(await callLine(["sys.argspec", "grains.get"], context), "grains.get");
    assert.deepEqual(get(spec, "args"), ["key", "default", "delimiter", "ordered"]);
    assert.deepEqual(get(spec, "defaults"), ["", ":", true]);
    const doc = String(get(await callLine(["sys.doc", "test.ping"], context), "test.ping"));
    assert.match(doc, /CLI Example:\n\n {4}salt '\*' test\.ping\n$/);
    assert.deepEqual(await callLine(["sys.list_renderers", "nosuch*"], context), []);
    assert.ok(isDict(await callLine(["sys.runner_doc", "jobs"], context)));
  });
});

describe("status", () => {
  it("reads the kernel's tables", () => {
    const stat = cpuStats("cpu  1 2 3 4 5 6 7 8 0 0\ncpu0 1 2\nintr 9 1 0\nbtime 17\n");
    const cpu = { idle: 4, iowait: 5, irq: 6, nice: 2, softirq: 7, steal: 8, system: 3, user: 1 };
    assert.deepEqual(stat, { cpu, cpu0: 1, intr: { total: 9, irqs: [1, 0] }, btime: 17 });
    assert.deepEqual(memInfo("MemTotal: 10 kB\nHugePages_Total: 0\n"), {
      MemTotal: { value: "10", unit: "kB" },
      HugePages_Total: { value: "0" },
    });
    assert.deepEqual(netStats("TcpExt: A B C\nTcpExt: 1 2 3\n"), { TcpExt: { A: 1, B: 2 } });
    const device = netDevices("head | x\n eth0:1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n").eth0;
    assert.deepEqual(device, {
      iface: "eth0",
      ...{ rx_bytes: 1, rx_compressed: 7, rx_drop: 4, rx_errs: 3, rx_fifo: 5, rx_frame: 6, rx_multicast: 8 },
      ...{ rx_packets: 2, tx_bytes: 9, tx_carrier: 15, tx_colls: 14, tx_compressed: 16, tx_drop: 12 },
      ...{ tx_errs: 11, tx_fifo: 13, tx_packets: 10 },
    });
    assert.equal(get(loggedIn("root pts/0 09:00 1.00s 0.1s 0.2s vi a b\n")[0], "what"), "vi a b");
    assert.deepEqual(["7", "1.0", "x", "18446744073709551615"].map(number), [
      7,
      new Float(1),
      "x",
      18446744073709551615n,
    ]);
  });

  it("prints times as Python does", () => {
    const time = new Date(2026, 0, 5, 13, 7, 9);
    assert.equal(formatTime("%A, %d. %B %Y %I:%M%p", time), "Monday, 05. January 2026 01:07PM");
    assert.equal(formatTime("%j %y %-d %% %Q", time), "005 26 5 % %Q");
    assert.deepEqual(describeUptime(90061, 2, Date.UTC(2026, 0, 2)), {
      ...{ seconds: 90061, since_iso: "2025-12-31T22:58:59.000000", since_t: 1767221939 },
      ...{ days: 1, time: "1:1", users: 2 },
    });
  });

  it("shows what the machine does", { skip: process.platform !== "linux" }, async () => {
    const { context } = fakeContext();
    assert.ok(isDict(get(await callLine(["status.diskusage", "/"], context), "/")));
    assert.match(String(await callLine(["status.version"], context)), /^Linux/);
    assert.ok(isDict(await callLine(["status.procs"], context)));
    assert.equal(await callLine(["status.master"], context), null);
  });
});
