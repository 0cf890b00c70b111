/**
 * Columns of facts give what the data itself gives.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import type { TargetType } from "@salt/core";
import { dict, factKeysOf, matchTarget } from "@salt/core";
import { MinionData } from "./minion-data.js";

describe("facts for targets", () => {
  let dir: string;
  let data: MinionData;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "salt-facts-"));
    data = new MinionData(dir);
    for (let at = 0; at < 20; at += 1) save(at, at % 2 === 0 ? "Debian" : "RedHat");
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const save = (at: number, os: string): void => {
    const nested = dict([["deep", dict([["n", at]])]]);
    const grains = dict([
      ["os", os],
      ["nested", nested],
      ["long", "x".repeat(5000) + at],
      [7, "seven"],
    ]);
    data.save(`m${at}`, grains, dict([["team", `t${at % 3}`]]));
  };
  const meant = async (from: MinionData, tgtType: TargetType, tgt: string): Promise<number[]> => {
    const target = { tgt, tgtType, delimiter: ":" };
    await from.prepare(factKeysOf(target, new Map()));
    return Array.from({ length: 20 }, (_each, at) => at).filter((at) =>
      matchTarget(target, from.targetFacts(`m${at}`)),
    );
  };

  const targets: readonly [TargetType, string][] = [
    ["grain", "os:Debian"],
    ["grain", "nested:deep:n:4"],
    ["grain", "long:*19"],
    ["grain", "7:seven"],
    ["grain", "*:Debian"],
    ["grain", "nosuch:*"],
    ["pillar", "team:t1"],
    ["grain_pcre", "os:^d"],
    ["compound", "G@os:RedHat and I@team:t2 or m1"],
  ];
  for (const [type, target] of targets) {
    test(`${type} ${target}`, async () => {
      const plain = Array.from({ length: 20 }, (_each, at) => at).filter((at) => {
        const facts = data.facts(`m${at}`);
        assert.ok(facts !== undefined);
        return matchTarget({ tgt: target, tgtType: type, delimiter: ":" }, facts);
      });
      assert.deepEqual(await meant(data, type, target), plain);
      assert.deepEqual(await meant(new MinionData(dir), type, target), plain, "after a restart");
    });
  }

  test("new data counts at once, and that of a minion whose key went does not", async () => {
    assert.deepEqual(await meant(data, "grain", "os:Suse"), []);
    save(3, "Suse");
    assert.deepEqual(await meant(data, "grain", "os:Suse"), [3]);
    data.keepOnly(new Set(["m1"]));
    assert.deepEqual(await meant(data, "grain", "os:RedHat"), [1]);
  });

  test("more keys than are kept are found all the same", async () => {
    for (let key = 0; key < 100; key += 1) assert.deepEqual(await meant(data, "grain", `none${key}:x`), []);
    assert.equal((await meant(data, "grain", "os:Debian")).length, 10);
  });
});
