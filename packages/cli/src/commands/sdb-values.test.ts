/**
 * Tests of sdb-values.ts.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { ConfigError, dict, minionOptions } from "@salt/core";
import { loadWithSdb } from "./sdb-values.js";

function configured(t: TestContext, text: string): string {
  const dir = mkdtempSync(join(tmpdir(), "sdb-"));
  t.after(() => rmSync(dir, { recursive: true }));
  writeFileSync(join(dir, "values.yaml"), "port: 4599\nsecret: {a: hush}\nword: many\n");
  const profile = `store: {driver: yaml, files: [${join(dir, "values.yaml")}]}\n`;
  writeFileSync(join(dir, "minion"), `root_dir: ${dir}\n${profile}${text}`);
  return join(dir, "minion");
}

test("values take the places of their addresses, at any depth, before options are read", async (t) => {
  const file = configured(
    t,
    "master_port: sdb://store/port\nmine.list: [{x: sdb://store/secret:a}, sdb://no/y]\n",
  );
  const { config, opts } = await loadWithSdb(minionOptions, { file });
  assert.equal(config.master_port, 4599);
  // As in Salt, an address without a profile stays as it is.
  assert.deepEqual(opts.get("mine.list"), [dict({ x: "hush" }), "sdb://no/y"]);
});

test("a value that does not fit its option is told in no message", async (t) => {
  const file = configured(t, "master_port: sdb://store/secret:a\n");
  await assert.rejects(loadWithSdb(minionOptions, { file }), (error) => {
    assert.ok(error instanceof ConfigError);
    return error.message.includes("'master_port'") && !error.message.includes("hush");
  });
});

test("a driver that fails is a fault of the configuration, with the option", async (t) => {
  const file = configured(t, "gone: {driver: vault}\nmine: sdb://gone/x\n");
  await assert.rejects(loadWithSdb(minionOptions, { file }), /option 'mine': sdb:\/\/gone\/x .*vault/);
});
