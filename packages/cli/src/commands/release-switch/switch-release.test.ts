import assert from "node:assert/strict";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { SaltError } from "@salt/core";
import { readUpdate, updateFolder } from "@salt/modules";
import { switchRelease } from "./switch-release.js";

describe("switchRelease", () => {
  let dir = "";
  let started: string[] = [];
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "switch-"));
    started = [];
    for (const [at, version] of ["0.8", "0.9", "1.0", "2.0"].entries()) {
      mkdirSync(join(dir, version));
      writeFileSync(join(dir, version, "VERSION"), `${version}\n`);
      utimesSync(join(dir, version), 1000 + at, 1000 + at);
    }
    symlinkSync("1.0", join(dir, "current"));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  /** A machine on which minions of the given versions sign in. */
  const run = async (working: readonly string[], refusing: readonly string[] = [], keep = 3) => {
    let seconds = 0;
    const restart = async (): Promise<void> => {
      const version = readlinkSync(join(dir, "current"));
      started.push(version);
      if (refusing.includes(version)) throw new SaltError("START", "it does not start");
      if (working.includes(version)) writeFileSync(join(updateFolder(dir), "up"), `${version}\n`);
    };
    const order = { prefix: dir, from: "1.0", to: "2.0", deadline: 10, keep, cachedir: dir, pid: 7 };
    const tools = {
      restart,
      answered: async () => {},
      pause: async () => void seconds++,
      now: () => seconds,
    };
    const state = await switchRelease(order, tools);
    assert.equal(readUpdate(updateFolder(dir))?.state, state);
    return { state, seconds, current: readlinkSync(join(dir, "current")) };
  };

  it("puts the new release into use", async () => {
    assert.deepEqual(await run(["2.0"]), { state: "updated", seconds: 0, current: "2.0" });
    assert.deepEqual(started, ["2.0"]);
  });

  const releases = (): string[] => readdirSync(dir).filter((name) => /^\d/.test(name));

  it("removes the releases before the last ones, unless all are to be kept", async () => {
    await run(["2.0"]);
    assert.deepEqual(releases(), ["0.9", "1.0", "2.0"]);
  });

  it("removes none when all are to be kept, and none on the way back", async () => {
    await run(["2.0"], [], 0);
    assert.equal(releases().length, 4);
    rmSync(join(dir, "current"));
    symlinkSync("1.0", join(dir, "current"));
    await run(["1.0"], ["2.0"]);
    assert.equal(releases().length, 4);
  });

  it("goes back when the new minion does not sign in in time", async () => {
    assert.deepEqual(await run(["1.0"]), { state: "rolled back", seconds: 10, current: "1.0" });
    assert.match(readUpdate(updateFolder(dir))?.reason ?? "", /2\.0 did not sign in within 10 seconds/);
  });

  it("goes back when the new minion cannot be started", async () => {
    assert.deepEqual(await run(["1.0"], ["2.0"]), { state: "rolled back", seconds: 0, current: "1.0" });
  });

  it("says so when the old one does not come back either", async () => {
    assert.equal((await run([])).state, "failed");
    assert.deepEqual(started, ["2.0", "1.0"]);
  });
});
