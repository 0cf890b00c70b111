import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { KeyLists } from "@salt/core";
import { defaultsOf, masterOptions, SaltError } from "@salt/core";
import { openKeyStore } from "@salt/master";
import type { DecisionRequest } from "./decide.js";
import { decide } from "./decide.js";
import { KeyFiles } from "./key-access.js";

describe("decide", () => {
  let root = "";
  let keys: KeyFiles;
  let said: string[] = [];
  let shown: Partial<KeyLists>[] = [];

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "keys-"));
    const folders = {
      minions_pre: ["k1", "k2"],
      minions: ["k3"],
      minions_rejected: ["k4"],
      minions_denied: [],
    };
    for (const [folder, ids] of Object.entries(folders)) {
      mkdirSync(join(root, "pki", folder), { recursive: true });
      for (const id of ids) writeFileSync(join(root, "pki", folder, id), "key");
    }
    mkdirSync(join(root, "cache"));
    const config = {
      ...defaultsOf(masterOptions),
      pki_dir: join(root, "pki"),
      cachedir: join(root, "cache"),
      sock_dir: join(root, "sock"),
    };
    keys = new KeyFiles(openKeyStore(config), config);
    said = [];
    shown = [];
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const run = (request: Partial<DecisionRequest>, answer?: string) =>
    decide(
      keys,
      {
        decision: "accept",
        match: "*",
        include: {},
        preserveMinions: false,
        yes: answer === undefined,
        ...request,
      },
      {
        line: (text) => said.push(text),
        show: async (keys) => void shown.push(keys),
        ask: async (question) => {
          said.push(question);
          return answer === "EOF" ? undefined : answer;
        },
      },
    );

  it("accepts pending keys and tells which", async () => {
    const changes = await run({ match: "k*" });
    assert.deepEqual(
      changes.map(({ id, act }) => `${act} ${id}`),
      ["accept k1", "accept k2"],
    );
    assert.deepEqual(shown, [{ pending: ["k1", "k2"] }]);
    assert.deepEqual(said, [
      "The following keys are going to be accepted:",
      "Key for minion k1 accepted.",
      "Key for minion k2 accepted.",
    ]);
    assert.deepEqual((await keys.lists()).accepted, ["k1", "k2", "k3"]);
  });

  it("takes several globs apart by commas", async () => {
    await run({ match: "k2,nosuch" });
    assert.deepEqual((await keys.lists()).accepted, ["k2", "k3"]);
  });

  it("reaches further states when told to", async () => {
    await run({ match: "k4", include: { includeRejected: true } });
    assert.deepEqual((await keys.lists()).accepted, ["k3", "k4"]);
    await run({ decision: "reject", match: "k3", include: { includeAccepted: true } });
    assert.deepEqual((await keys.lists()).rejected, ["k3"]);
  });

  it("says when nothing matches, with the states it looked at", async () => {
    await run({ match: "k3" });
    await run({ match: "x", include: { includeRejected: true, includeDenied: true } });
    await run({ match: "x", decision: "delete" });
    assert.deepEqual(said, [
      "The key glob 'k3' does not match any unaccepted keys.",
      "The key glob 'x' does not match any unaccepted, rejected or denied keys.",
      "The key glob 'x' does not match any unaccepted keys.",
    ]);
  });

  it("asks, and takes an empty answer as yes except for deleting", async () => {
    assert.equal((await run({ match: "k1" }, "n")).length, 0);
    assert.equal((await run({ match: "k1" }, "")).length, 1);
    assert.equal((await run({ decision: "delete", match: "k1" }, "")).length, 0);
    assert.equal((await run({ decision: "delete", match: "k1" }, "Yes")).length, 1);
    assert.deepEqual(
      said.filter((text) => text.startsWith("Proceed")),
      ["Proceed? [n/Y] ", "Proceed? [n/Y] ", "Proceed? [N/y] ", "Proceed? [N/y] "],
    );
  });

  it("changes nothing when there is no answer", async () => {
    await assert.rejects(run({ match: "k1" }, "EOF"), SaltError);
    assert.deepEqual((await keys.lists()).pending, ["k1", "k2"]);
  });

  it("deletes keys of every state", async () => {
    const changes = await run({ decision: "delete" });
    assert.deepEqual(
      changes.map(({ id }) => id),
      ["k3", "k1", "k2", "k4"],
    );
    assert.deepEqual(await keys.lists(), { accepted: [], pending: [], denied: [], rejected: [] });
  });
});
