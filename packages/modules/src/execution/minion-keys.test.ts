import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { dict } from "@salt/core";
import { callLine, fakeContext } from "../testing/execution-context.js";

test("minion.list tells ids by the state of their keys", async (t) => {
  const pki = mkdtempSync(join(tmpdir(), "minion-keys-"));
  t.after(() => rmSync(pki, { recursive: true }));
  mkdirSync(join(pki, "minions"));
  for (const id of ["web2", "web1"]) writeFileSync(join(pki, "minions", id), "");
  const { context } = fakeContext({ opts: dict({ pki_dir: pki }) });
  const none = { minions_pre: [], minions_rejected: [], minions_denied: [] };
  assert.deepEqual(await callLine(["minion.list"], context), dict({ minions: ["web1", "web2"], ...none }));
});
