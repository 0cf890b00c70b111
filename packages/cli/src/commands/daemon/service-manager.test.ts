import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { nullLogger } from "@salt/core";
import { serviceManagerOf } from "./service-manager.js";

describe("serviceManagerOf", () => {
  let dir = "";
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "notify-"));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const script = (text: string): string => {
    const path = join(dir, "notify");
    writeFileSync(path, `#!/bin/sh\n${text}\n`);
    chmodSync(path, 0o755);
    return path;
  };

  it("hands the state and the address to systemd-notify, and keeps the address from jobs", async () => {
    const records: string[] = [];
    const log = { ...nullLogger, warn: (_fields: unknown, message: string) => void records.push(message) };
    const program = script(`printf '%s %s\\n' "$NOTIFY_SOCKET" "$*" >> ${join(dir, "said")}`);
    const env = { NOTIFY_SOCKET: "@socket", PATH: process.env.PATH };
    const manager = serviceManagerOf(env, program);
    assert.equal("NOTIFY_SOCKET" in env, false);
    await manager.tell("ready", log);
    await manager.tell("stopping", log);
    assert.equal(readFileSync(join(dir, "said"), "utf8"), "@socket READY=1\n@socket STOPPING=1\n");
    assert.deepEqual(records, []);
  });

  it("logs what cannot be told, and says nothing when nobody listens", async () => {
    const records: string[] = [];
    const log = { ...nullLogger, warn: (_fields: unknown, message: string) => void records.push(message) };
    await serviceManagerOf({ NOTIFY_SOCKET: "@socket" }, script("exit 1")).tell("ready", log);
    assert.equal(records.length, 1);
    await serviceManagerOf({}, join(dir, "none")).tell("ready", log);
    assert.equal(records.length, 1);
  });
});
