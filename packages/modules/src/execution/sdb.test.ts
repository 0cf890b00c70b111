/** Values behind sdb:// addresses: which are one, and what the stores give. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import type { ExecutionContext, Plain } from "@salt/core";
import { dict, pythonRepr } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";

function minion(t: TestContext): ExecutionContext {
  const dir = mkdtempSync(join(tmpdir(), "salt-sdb-"));
  t.after(() => rmSync(dir, { recursive: true }));
  const file = join(dir, "a.yaml");
  writeFileSync(file, "a: {b: 1}\nlist: [x, y]\n");
  const opts = dict({
    files: { driver: "yaml", files: [file, join(dir, "none.yaml")] },
    kv: { driver: "sqlite3", database: join(dir, "kv.db"), table: 'odd "name"' },
    far: { driver: "vault" },
    secret: "sdb://files/a:b",
  });
  return fakeContext({ opts }).context;
}

test("what is no address is given back, or refused when strict", async (t) => {
  const context = minion(t);
  for (const uri of ["plain", "sdb://files", "sdb://nobody/x"]) {
    assert.equal(await context.call("sdb.get", [uri]), uri);
    await assert.rejects(context.call("sdb.get", [uri], { strict: true }), { name: "SaltInvocationError" });
    assert.equal(await context.call("sdb.set", [uri, "x"]), false);
  }
});

test("files of YAML are read by paths, and config.get follows addresses", async (t) => {
  const context = minion(t);
  assert.equal(await context.call("sdb.get", ["sdb://files/a:b"]), 1);
  assert.equal(await context.call("sdb.get", ["sdb://files/none"]), null);
  assert.equal(await context.call("config.get", ["secret"]), 1);
  await assert.rejects(context.call("sdb.set", ["sdb://files/a", 1]), /only read/);
});

test("a database keeps values of every type", async (t) => {
  const context = minion(t);
  const value: Plain = { a: [1, 2.5, -3, 70_000, null, true], k: "ü".repeat(300) };
  assert.equal(await context.call("sdb.get", ["sdb://kv/x"]), null);
  assert.equal(await context.call("sdb.set", ["sdb://kv/x", value]), true);
  assert.equal(
    pythonRepr(await context.call("sdb.get", ["sdb://kv/x"])),
    pythonRepr(dict({ v: value }).get("v") ?? null),
  );
});

test("a value is made up once", async (t) => {
  const context = minion(t);
  const made = await context.call("sdb.get_or_set_hash", ["sdb://kv/pw", 20, "ab"]);
  assert.match(String(made), /^[ab]{20}$/);
  assert.equal(await context.call("sdb.get_or_set_hash", ["sdb://kv/pw", 20, "cd"]), made);
});

test("a driver that is not served is named", async (t) => {
  await assert.rejects(minion(t).call("sdb.get", ["sdb://far/x"]), /driver vault is not served here/);
});
