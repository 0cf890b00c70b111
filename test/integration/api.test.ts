/**
 * The clients for programs against a running master, and the example of docs/api.md.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import {
  BatchSizeError,
  FunctionFailedError,
  LocalClient,
  PublishRefusedError,
  RunnerClient,
  WheelClient,
} from "@salt/client";
import { dict, get, TimeoutError } from "@salt/core";
import { TestCluster, until } from "@salt/testkit";
import { tour } from "./api-example.js";

const repository = new URL("../../../", import.meta.url);

describe("the clients for programs", () => {
  let cluster: TestCluster;
  let configFile: string;
  before(async () => {
    cluster = await TestCluster.start({ minions: ["web1", "web2"] });
    configFile = cluster.tree.at("master", "master");
  });
  after(() => cluster.close());

  test("the example prints what the page says", async () => {
    const lines: string[] = [];
    await tour(configFile, (line) => lines.push(line));
    const page = readFileSync(new URL("docs/api.md", repository), "utf8");
    const source = readFileSync(new URL("test/integration/api-example.ts", repository), "utf8");
    assert.ok(page.includes(source.trim()), "docs/api.md shows test/integration/api-example.ts as it is");
    assert.deepEqual(lines, [
      "ping: web1, web2",
      "web1: retcode 0",
      "nosuch: no answer",
      "sent: yes",
      "up: web1,web2",
      'arguments: ["wibble","wobble","wubble","flob"]',
      "accepted: web1,web2",
      "event: runner.manage.up",
    ]);
    for (const line of lines) assert.ok(page.includes(line), line);
  });

  test("commands carry arguments and give everything back", async () => {
    const local = await LocalClient.open({ configFile });
    try {
      const command = { tgt: "web1", fun: "test.arg", arg: [1], kwarg: { a: "x" }, metadata: { m: 1 } };
      const full = (await local.cmdFullReturn(command)).get("web1");
      assert.deepEqual(get(full?.return, "args"), [1]);
      assert.equal(get(get(full?.return, "kwargs"), "a"), "x");
      assert.deepEqual(full?.metadata, dict({ m: 1 }));
      assert.equal(await local.cmdAsync({ tgt: "nosuch*", fun: "test.ping" }), undefined);
      const some = await local.cmdSubset({ tgt: "*", fun: "test.ping", subset: 1 });
      assert.equal(some.size, 1);
      assert.equal((await local.cmdSubset({ tgt: "*", fun: "no.such", subset: 1 })).size, 0);
    } finally {
      await local.close();
    }
  });

  test("batches go through all minions", async () => {
    const local = await LocalClient.open({ configFile });
    try {
      const ids: string[] = [];
      for await (const one of local.cmdBatch({ tgt: "*", fun: "test.ping", batch: 1 })) ids.push(one.id);
      assert.deepEqual(ids.sort(), ["web1", "web2"]);
      const none = local.cmdBatch({ tgt: "*", fun: "test.ping", batch: 0 });
      await assert.rejects(none.next(), BatchSizeError);
    } finally {
      await local.close();
    }
  });

  test("all jobs at work can be ended", async () => {
    const local = await LocalClient.open({ configFile });
    try {
      for (const [fun, signal] of [
        ["saltutil.term_all_jobs", 15],
        ["saltutil.kill_all_jobs", 9],
      ] as const) {
        const slow = local.cmdFullReturn({ tgt: "web1", fun: "test.sleep", arg: [60] });
        await until("the job to run", async () => {
          const running = (await local.cmd({ tgt: "web1", fun: "saltutil.running" })).get("web1");
          return Array.isArray(running) && running.some((job) => get(job, "fun") === "test.sleep");
        });
        const said = (await local.cmd({ tgt: "web1", fun })).get("web1");
        assert.match(String(said), new RegExp(`^Signal ${signal} sent to job \\d{20} at pid \\d+$`));
        assert.notEqual((await slow).get("web1")?.retcode, 0);
        assert.deepEqual((await local.cmd({ tgt: "web1", fun: "saltutil.running" })).get("web1"), []);
      }
    } finally {
      await local.close();
    }
  });

  test("a signal ends what is waited for", async () => {
    const local = await LocalClient.open({ configFile });
    const runner = await RunnerClient.open({ configFile });
    try {
      const stop = new AbortController();
      const events = await local.events({ prefix: "salt/job/", signal: stop.signal });
      const slow = local.cmd({ tgt: "web1", fun: "test.sleep", arg: [60] }, { signal: stop.signal });
      const run = runner.cmd("test.sleep", { arg: [60] }, { signal: stop.signal });
      const begun = (async () => {
        for await (const event of events) if (event.tag.endsWith("/new")) stop.abort(new Error("enough"));
      })();
      await Promise.all([assert.rejects(slow, /enough/), assert.rejects(run, /enough/), begun]);
      assert.equal(stop.signal.aborted, true);
      const aborted = AbortSignal.abort(new Error("before"));
      await assert.rejects(local.runJob({ tgt: "*", fun: "test.ping" }, { signal: aborted }), /before/);
    } finally {
      await local.close();
      runner.close();
    }
  });

  test("runners tell their progress and their failures", async () => {
    const runner = await RunnerClient.open({ configFile });
    try {
      const seen: string[] = [];
      const call = { kwarg: { display_progress: true } };
      const onProgress = ({ data }: { readonly data: Parameters<typeof get>[0] }) => {
        seen.push(String(get(data, "message")));
      };
      await runner.cmd("jobs.list_jobs", call, { onProgress });
      assert.deepEqual(seen, ["Querying returner: local_cache"]);
      const failing = { arg: ["ValueError", "told so"] };
      await assert.rejects(runner.cmd("error.error", failing), (error) => {
        assert.ok(error instanceof FunctionFailedError);
        assert.match(String(error.value), /told so/);
        return true;
      });
      assert.equal((await runner.full("error.error", failing)).success, false);
      await assert.rejects(runner.cmd("test.sleep", { arg: [30] }, { timeout: 0.2 }), TimeoutError);
    } finally {
      runner.close();
    }
  });

  test("a job of a runner is in the job cache", async () => {
    const runner = await RunnerClient.open({ configFile });
    try {
      const { jid } = await runner.full("test.metasyntactic");
      const job = await runner.cmd("jobs.list_job", { arg: [jid] });
      assert.equal(get(job, "Function"), "runner.test.metasyntactic");
      const found = await runner.cmd("jobs.list_jobs", { kwarg: { search_function: "runner.test.*" } });
      assert.ok(found instanceof Map && found.has(jid));
    } finally {
      runner.close();
    }
  });

  test("whoever has no key is refused", async () => {
    const wheel = await WheelClient.open({ configFile, user: "nobody" });
    try {
      await assert.rejects(wheel.cmd("key.list_all"), PublishRefusedError);
    } finally {
      wheel.close();
    }
  });
});
