/**
 * The `salt` command of real Salt drives our master, release by release.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Cluster, EVERYONE } from "./cluster.js";
import { ours, real } from "./installation.js";

const COMPOUND = ["-b", "1", EVERYONE, "test.echo,test.ping", "hi", ",", "--out=txt"];

/** The lines of an output, without what is chance: job ids, and which minion was first. */
function unordered(text: string): readonly string[] {
  return text
    .replaceAll(/\b\d{20}\b/g, "JID")
    .split("\n")
    .sort();
}

for (const installation of real) {
  describe(`salt command of ${installation.name} with our master`, () => {
    let cluster: Cluster;
    before(async () => {
      const framing = installation.name === "3006" ? "3006" : "3007";
      cluster = await Cluster.start(ours, [ours, installation], {
        auto_accept: true,
        cli_event_framing: framing,
      });
      await cluster.untilUp();
    });
    after(() => cluster.close());

    test("test.ping", () => {
      const returns = cluster.salt([EVERYONE, "test.ping"], installation);
      assert.deepEqual(returns, Object.fromEntries(cluster.ids.map((id) => [id, true])));
    });

    test("arguments", () => {
      const returns = cluster.salt(["m-ours", "test.arg", "1", "x", "k=[a, 2]"], installation);
      const { args, kwargs } = returns["m-ours"] as { args: unknown; kwargs: Record<string, unknown> };
      assert.deepEqual(args, [1, "x"]);
      assert.deepEqual(kwargs.k, ["a", 2]);
    });

    test("a job that takes longer than the command first waits", () => {
      const returns = cluster.salt(["-t", "1", EVERYONE, "test.sleep", "3"], installation);
      assert.deepEqual(returns, Object.fromEntries(cluster.ids.map((id) => [id, true])));
    });

    test("batch runs print the same as ours", () => {
      for (const words of [
        ["-b", "1", EVERYONE, "test.ping"],
        ["-b", "100%", EVERYONE, "test.ping", "--out=json"],
        // Newer releases show a retcode for each function of a compound command there, instead of the highest.
        ...(installation.name === "3008" ? [] : [COMPOUND]),
        ["-s", "-b", "1", EVERYONE, "test.ping", "--out=txt"],
        ["-b", "1", "nobody*", "test.ping"],
      ]) {
        const theirs = cluster.run("salt", words, installation);
        assert.deepEqual(unordered(cluster.run("salt", words, ours)), unordered(theirs), words.join(" "));
      }
    });

    test("a target that nobody matches", () => {
      assert.match(
        cluster.run("salt", ["nobody*", "test.ping"], installation),
        /No minions matched the target/,
      );
    });
  });
}
