/**
 * Every master with every minion: {ours, 3006, 3007, 3008} × {ours, 3006, 3007, 3008}.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Cluster, EVERYONE } from "./cluster.js";
import { all, ours } from "./installation.js";
import { Scores } from "./scores.js";

const scores = new Scores(all.map((installation) => installation.name));
after(() => console.log(scores.table()));

for (const installation of all) {
  describe(`master ${installation.name}`, () => {
    let cluster: Cluster;
    before(async () => {
      cluster = await Cluster.start(installation);
    });
    after(() => cluster.close());

    /** One step of the matrix: what each minion answered, and what it had to. */
    const step = (name: string, run: () => Promise<(id: string) => void>): void => {
      test(name, async (context) => {
        const check = await run();
        for (const [id, minion] of cluster.minions) {
          await context.test(id, () => {
            scores.begin(installation.name, minion.installation.name);
            check(id);
            scores.passed(installation.name, minion.installation.name);
          });
        }
      });
    };

    step("a key waits to be accepted, then is", async () => {
      const { until } = await import("./daemon.js");
      const pending = (): unknown => cluster.keys().minions_pre;
      await until("all keys to be pending", () => {
        const ids = pending();
        return Array.isArray(ids) && cluster.ids.every((id) => ids.includes(id));
      });
      cluster.run("salt-key", ["-y", "-A"]);
      const accepted = cluster.keys().minions;
      return (id) => assert.ok(Array.isArray(accepted) && accepted.includes(id));
    });

    step("test.ping", async () => {
      await cluster.untilUp();
      const returns = cluster.salt([EVERYONE, "test.ping"]);
      return (id) => assert.equal(returns[id], true);
    });

    step("cmd.run", async () => {
      const returns = cluster.salt([EVERYONE, "cmd.run", "echo sum $((20 + 22)) 'ünï'"]);
      return (id) => assert.equal(returns[id], "sum 42 ünï");
    });

    step("arguments of every kind", async () => {
      const returns = cluster.salt([EVERYONE, "test.arg", "1", "two", "2.5", "[a, {b: null}]", "k=true"]);
      return (id) => {
        const { args, kwargs } = returns[id] as { args: unknown; kwargs: Record<string, unknown> };
        assert.deepEqual(args, [1, "two", 2.5, ["a", { b: null }]]);
        assert.equal(kwargs.k, true);
      };
    });

    step("grains.items", async () => {
      const returns = cluster.salt([EVERYONE, "grains.items"]);
      return (id) => {
        const grains = returns[id] as Record<string, unknown>;
        assert.equal(grains.id, id);
        assert.equal(grains.kernel, "Linux");
        assert.ok(Object.keys(grains).length > 40, `${Object.keys(grains).length} grains`);
      };
    });

    step("a compound target", async () => {
      const returns = cluster.salt(["-C", "G@kernel:Linux and m-* and not L@m-none,nobody", "test.ping"]);
      const others = cluster.salt(["-C", "G@kernel:Linux and not E@m-.*", "test.ping"]);
      return (id) => {
        assert.equal(returns[id], true);
        assert.equal(others[id], undefined);
      };
    });

    step("a new AES key", async () => {
      await cluster.rotateKey();
      const returns = cluster.saltUntilAll([EVERYONE, "test.ping"], true);
      return (id) => assert.equal(returns[id], true);
    });

    step("a restart of the master", async () => {
      await cluster.master.restart();
      await cluster.untilUp();
      const returns = cluster.saltUntilAll([EVERYONE, "test.echo", "again"], "again");
      return (id) => assert.equal(returns[id], "again");
    });

    step("a restart of the minion", async () => {
      await Promise.all([...cluster.minions.values()].map((minion) => minion.restart()));
      await cluster.untilUp();
      const returns = cluster.saltUntilAll([EVERYONE, "test.echo", "back"], "back");
      return (id) => assert.equal(returns[id], "back");
    });

    if (installation !== ours) {
      step("our salt command", async () => {
        const returns = cluster.salt([EVERYONE, "test.echo", "hello"], ours);
        return (id) => assert.equal(returns[id], "hello");
      });
    }
  });
}
