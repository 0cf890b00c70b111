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
    const place = join(dir, "node_modules", "kafkajs");
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "package.json"), '{"name": "kafkajs", "main": "main.js"}');
    writeFileSync(
      join(place, "main.js"),
      "exports.Kafka = class { constructor(n) { this.n = n; } twice() { return this.n * 2; } };",
    );
    const opts = dict({ driver_dirs: [dir] });
    assert.equal(driverThere("kafkajs", opts), true);
    const kafka = instance(await loadDriver("kafkajs", opts), "Kafka", 21);
    assert.equal(method(kafka, "twice")(), 42);
    assert.throws(() => method(kafka, "thrice"), /not of a known version: it has no thrice/);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test("one that is missing is named with the command that installs it", async () => {
  const opts = dict({ driver_dirs: ["/nonexistent"] });
  assert.equal(driverThere("ldapts", opts), "The package ldapts is not installed: npm install -g ldapts@7");
  await assert.rejects(loadDriver("ldapts", opts), /npm install -g ldapts@7/);
});
