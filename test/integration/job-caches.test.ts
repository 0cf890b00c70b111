/**
 * Returners and job caches in a whole cluster: what minions hand to returners, and jobs that are kept elsewhere.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { describe, test } from "node:test";
import { LocalClient, RunnerClient } from "@salt/client";
import { ConfigError, get } from "@salt/core";
import { TestCluster, Tree, until } from "@salt/testkit";

async function started(
  t: TestContext,
  master: Record<string, string>,
  minion: Record<string, string> = {},
): Promise<{ readonly local: LocalClient; readonly runner: RunnerClient }> {
  const cluster = await TestCluster.start({ minions: ["web1"], master, minion });
  const configFile = cluster.tree.at("master", "master");
  const local = await LocalClient.open({ configFile });
  const runner = await RunnerClient.open({ configFile });
  t.after(async () => {
    runner.close();
    await local.close();
    await cluster.close();
  });
  return { local, runner };
}

function directory(t: TestContext): string {
  const tree = new Tree();
  t.after(() => tree.close());
  return tree.at("jobs");
}

describe("jobs kept elsewhere", () => {
  for (const option of ["master_job_cache", "ext_job_cache"]) {
    test(`by ${option}`, async (t) => {
      const dir = directory(t);
      const where = { "job_files.dir": dir };
      const { local, runner } = await started(t, { [option]: "job_files", ...where }, where);
      const { jid = "" } = (await local.runJob({ tgt: "web1", fun: "test.echo", arg: ["kept"] })) ?? {};
      const file = join(dir, jid, "returns", "web1.json");
      await until(
        "the return to be kept",
        async () => existsSync(file) && existsSync(join(dir, jid, "job.json")),
      );
      assert.deepEqual(await runner.cmd("jobs.lookup_jid", { arg: [jid] }), new Map([["web1", "kept"]]));
      const own = await runner.cmd("jobs.list_job", { arg: [jid], kwarg: { ext_source: "local_cache" } });
      assert.equal(get(own, "Function"), "test.echo");
      assert.equal(JSON.parse(readFileSync(file, "utf8")).fun, "test.echo");
      // An external cache of the settings comes before the source asked for, as in Salt.
      const other = runner.cmd("jobs.list_jobs", { kwarg: { ext_source: "nosuch" } });
      if (option === "ext_job_cache") assert.ok((await other) instanceof Map);
      else await assert.rejects(other, /There is no job cache nosuch/);
    });
  }

  test("a name that is no job cache stops the start", async () => {
    for (const [name, why] of [
      ["nosuch", /there is no returner nosuch/],
      ["rawfile_json", /only takes returns/],
    ] as const) {
      const cluster = await TestCluster.start({ stopped: true, master: { master_job_cache: name } });
      try {
        await assert.rejects(cluster.startMaster(), (error) => {
          assert.ok(error instanceof ConfigError);
          assert.match(error.message, why);
          return true;
        });
      } finally {
        await cluster.close();
      }
    }
  });
});

function hasText(path: string): boolean {
  return existsSync(path) && readFileSync(path, "utf8").endsWith("\n");
}

test("returners that a job names, and those of the minion's configuration", async (t) => {
  const tree = new Tree();
  t.after(() => tree.close());
  const [asked, always] = [tree.at("asked"), tree.at("always")];
  const options = { return: "job_files", "job_files.dir": always, "rawfile_json.filename": asked };
  const { local } = await started(t, {}, options);
  const jid = (await local.cmdAsync({ tgt: "web1", fun: "test.ping", ret: "rawfile_json" })) ?? "";
  await until("both returners", async () => hasText(asked) && existsSync(join(always, jid)));
  const lines = readFileSync(asked, "utf8").trim().split("\n");
  assert.deepEqual(
    lines.map((line) => [JSON.parse(line).jid, JSON.parse(line).return, JSON.parse(line).cmd]),
    [[jid, true, undefined]],
  );
});
