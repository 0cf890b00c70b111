import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { dict } from "@salt/core";
import { CommandError } from "./command-error.js";
import { profiled } from "./profile.js";
import { Settings } from "./settings.js";

describe("profiled", () => {
  let dir = "";
  before(() => {
    dir = mkdtempSync(join(tmpdir(), "profile-"));
  });
  after(() => rmSync(dir, { recursive: true }));

  const run = async (given: Readonly<Record<string, unknown>>) => {
    const told: string[] = [];
    const settings = new Settings({ options: given, given: new Set(Object.keys(given)) }, dict());
    const tell = (text: string) => void told.push(text);
    const status = await profiled({ program: "salt-call", settings, tell }, async () => 3);
    return { status, told };
  };

  it("leaves a run alone that nobody asked to measure", async () => {
    assert.deepEqual(await run({}), { status: 3, told: [] });
  });

  it("writes a profile that only its owner can read, and tells where", async () => {
    const path = join(dir, "a", "b");
    const { status, told } = await run({ profiling_enabled: true, profiling_path: path });
    const [name = ""] = readdirSync(path);
    const file = join(path, name);
    assert.deepEqual([status, told], [3, [`The profile is in ${file}`]]);
    assert.match(name, /^salt-call-.*\.cpuprofile$/);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.ok(Array.isArray(JSON.parse(readFileSync(file, "utf8")).nodes));
  });

  it("refuses a path alone", async () => {
    await assert.rejects(run({ profiling_path: dir }), CommandError);
  });
});
