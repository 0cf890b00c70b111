/**
 * The schedule of a minion in a whole cluster: its jobs reach the master's job cache, its own changes are kept.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { LocalClient, RunnerClient } from "@salt/client";
import { get, getDict, isDict } from "@salt/core";
import { TestCluster, until } from "@salt/testkit";

const JOBS = {
  greet: { function: "test.echo", args: ["hello"], seconds: 1, metadata: { who: "schedule" } },
  slow: { function: "test.sleep", args: [600], seconds: 1 },
  silent: { function: "test.echo", args: ["nobody hears"], seconds: 1, return_job: false },
};

describe("a minion with a schedule", () => {
  test("gives itself jobs, of which the master is told, and no more at once than it may", async (t) => {
    const cluster = await TestCluster.start({ minions: ["web1"], minion: { schedule: JOBS } });
    const configFile = cluster.tree.at("master", "master");
    const runner = await RunnerClient.open({ configFile });
    t.after(async () => {
      runner.close();
      await cluster.close();
    });
    const told = async (): Promise<readonly string[]> => {
      const jobs = await runner.cmd("jobs.list_jobs", { kwarg: { search_function: "test.echo" } });
      return isDict(jobs) ? [...jobs.keys()].map(String) : [];
    };
    await until("two runs", async () => (await told()).length >= 2);
    const [jid = ""] = await told();
    assert.deepEqual(await runner.cmd("jobs.lookup_jid", { arg: [jid] }), new Map([["web1", "hello"]]));
    const job = await runner.cmd("jobs.list_job", { arg: [jid] });
    assert.deepEqual(get(job, "Arguments"), ["hello"]);
    const running = (await cluster.run(["web1"], "saltutil.running")).get("web1");
    assert.ok(Array.isArray(running));
    assert.equal(running.filter((one) => get(one, "schedule") === "slow").length, 1);
  });

  test("is changed by its functions, and the changes outlive it", async (t) => {
    const cluster = await TestCluster.start({ minions: ["web1"] });
    const local = await LocalClient.open({ configFile: cluster.tree.at("master", "master") });
    t.after(async () => {
      await local.close();
      await cluster.close();
    });
    const kwarg = { function: "test.ping", hours: 1, returner: "rawfile_json" };
    const added = await local.cmd(
      { tgt: "web1", fun: "schedule.add", arg: ["often"], kwarg },
      { timeout: 10 },
    );
    assert.equal(get(added.get("web1"), "comment"), "Added job: often to schedule.");
    const file = cluster.tree.at("web1", "minion.d", "_schedule.conf");
    assert.ok(existsSync(file), file);
    assert.match(readFileSync(file, "utf8"), /often:\n {4}enabled: true/);
    await cluster.stopMinion("web1");
    await cluster.startMinion("web1");
    await cluster.untilUp(["web1"]);
    const listed = (await cluster.run(["web1"], "schedule.list", [true, true, "opts", false])).get("web1");
    assert.equal(get(getDict(listed, "often"), "returner"), "rawfile_json");
  });
});

test("startup_states are applied once the minion is up, and the master is told", async (t) => {
  const cluster = await TestCluster.start({
    minions: ["web1"],
    minion: { startup_states: "sls", sls_list: ["nosuch"] },
  });
  const runner = await RunnerClient.open({ configFile: cluster.tree.at("master", "master") });
  t.after(async () => {
    runner.close();
    await cluster.close();
  });
  const told = async (): Promise<readonly string[]> => {
    const jobs = await runner.cmd("jobs.list_jobs", { kwarg: { search_function: "state.sls" } });
    return isDict(jobs) ? [...jobs.keys()].map(String) : [];
  };
  await until("its return", async () => (await told()).length === 1);
  const [jid = ""] = await told();
  const result = getDict(await runner.cmd("jobs.list_job", { arg: [jid] }), "Result");
  assert.deepEqual(get(result?.get("web1"), "return"), ["No matching sls found for 'nosuch' in env 'base'"]);
});
