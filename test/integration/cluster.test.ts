/**
 * A whole cluster in one process: what a user does first, restarts, and that closing leaves nothing open.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { getString, isDict } from "@salt/core";
import { assertNoLeaks, TestCluster, until } from "@salt/testkit";

const IDS = ["db1", "web1"];

describe("a master and two minions", () => {
  let cluster: TestCluster;
  before(async () => {
    cluster = await TestCluster.start({ minions: IDS });
  });
  after(() => cluster.close());

  const everyone = <T>(value: T): Map<string, T> => new Map(IDS.map((id) => [id, value]));

  test("test.ping", async () => {
    assert.deepEqual(await cluster.run(IDS, "test.ping"), everyone(true));
  });

  test("cmd.run", async () => {
    assert.deepEqual(await cluster.run(IDS, "cmd.run", ["echo $((20 + 22))"]), everyone("42"));
  });

  test("grains.items", async () => {
    const returns = await cluster.run(IDS, "grains.items");
    for (const id of IDS) {
      const grains = returns.get(id);
      assert.ok(isDict(grains) && grains.size > 40);
      assert.equal(getString(grains, "id"), id);
      assert.equal(getString(grains, "kernel"), "Linux");
    }
  });

  test("a function that is not there says so", async () => {
    const returns = await cluster.run(["web1"], "nobody.knows");
    assert.match(String(returns.get("web1")), /'nobody\.knows' is not available\./);
  });

  test("a job that takes its time does not keep the minion from answering others", async () => {
    const slow = cluster.run(["web1"], "test.sleep", [1]);
    assert.equal((await cluster.run(["web1"], "test.ping")).get("web1"), true);
    assert.equal((await slow).get("web1"), true);
  });

  test("everything goes on after a restart of the master", async () => {
    await cluster.stopMaster();
    await cluster.startMaster();
    await cluster.untilUp(IDS);
    assert.deepEqual(await cluster.run(IDS, "test.echo", ["again"]), everyone("again"));
  });

  test("everything goes on after a restart of a minion", async () => {
    await cluster.stopMinion("web1");
    await cluster.startMinion("web1");
    await cluster.untilUp(IDS);
    assert.deepEqual(await cluster.run(IDS, "test.echo", ["back"]), everyone("back"));
  });
});

describe("a minion that waits for its key", () => {
  test("is pending, then accepted, then works", async () => {
    const cluster = await TestCluster.start({ master: { auto_accept: false } });
    try {
      const starting = cluster.startMinion("web1");
      await until("the key to be pending", () => cluster.hasKey("minions_pre", "web1"));
      cluster.accept("web1");
      await starting;
      await cluster.untilUp(["web1"]);
    } finally {
      await cluster.close();
    }
  });
});

test("a closed cluster leaves nothing open", async () => {
  await assertNoLeaks(async () => {
    const cluster = await TestCluster.start({ minions: ["web1"] });
    await cluster.run(["web1"], "cmd.run", ["true"]);
    await cluster.close();
  });
});
