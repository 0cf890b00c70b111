/**
 * Tests of load-driver.ts.
 */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { dict } from "@salt/core";
import { driverThere, loadDriver } from "./load-driver.js";
import { instance, method } from "./members.js";

test("a driver is found in a directory of the configuration", async () => {
  const dir = mkdtempSync(join(tmpdir(), "salt-drivers-"));
  try {
    const place = join(dir, "node_modules", "pg");
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "package.json"), '{"name": "pg", "main": "main.js"}');
    writeFileSync(
      join(place, "main.js"),
      "exports.Client = class { constructor(n) { this.n = n; } twice() { return this.n * 2; } };",
    );
    const opts = dict({ driver_dirs: [dir] });
    assert.equal(driverThere("pg", opts), true);
    const client = instance(await loadDriver("pg", opts), "Client", 21);
    assert.equal(method(client, "twice")(), 42);
    assert.throws(() => method(client, "thrice"), /not of a known version: it has no thrice/);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test("one that is missing is named with the command that installs it", async () => {
  const opts = dict({ driver_dirs: ["/nonexistent"] });
  assert.equal(driverThere("redis", opts), "The package redis is not installed: npm install -g redis@4");
  await assert.rejects(loadDriver("redis", opts), /npm install -g redis@4/);
});
