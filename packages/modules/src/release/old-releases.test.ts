import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { removeOldReleases } from "./old-releases.js";

describe("removeOldReleases", () => {
  let dir = "";
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "releases-"));
    // In another order than that of their names: 0.9 was installed last but one.
    for (const [at, version] of ["1.0", "2.0", "0.9", "3.0"].entries()) {
      mkdirSync(join(dir, version));
      writeFileSync(join(dir, version, "VERSION"), `${version}\n`);
      utimesSync(join(dir, version), 1000 + at, 1000 + at);
    }
    mkdirSync(join(dir, "mine"));
    mkdirSync(join(dir, "4.0.new"));
    writeFileSync(join(dir, "4.0.new", "VERSION"), "4.0\n");
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const left = (): string[] => readdirSync(dir).sort();

  it("keeps those that were installed last, and what is no release", () => {
    assert.deepEqual(removeOldReleases(dir, 2, ["3.0", "0.9"], []), ["1.0", "2.0"]);
    assert.deepEqual(left(), ["0.9", "3.0", "4.0.new", "mine"]);
  });

  it("keeps what is spared, however old it is", () => {
    assert.deepEqual(removeOldReleases(dir, 2, ["3.0", "1.0"], []), ["2.0", "0.9"]);
  });

  it("keeps what a process runs from", () => {
    const running = ["/usr/bin/node", join(dir, "1.0", "lib", "node")];
    assert.deepEqual(removeOldReleases(dir, 1, ["3.0"], running), ["2.0", "0.9"]);
    assert.deepEqual(left(), ["1.0", "3.0", "4.0.new", "mine"]);
  });

  it("removes nothing when there are no more than that", () => {
    assert.deepEqual(removeOldReleases(dir, 4, ["3.0"], []), []);
  });
});
