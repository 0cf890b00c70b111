import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { VERSION } from "@salt/core";
import { versionLine } from "./version.js";

describe("version", () => {
  it("is that of the package", () => {
    const file = new URL("../../package.json", import.meta.url);
    assert.equal(VERSION, JSON.parse(readFileSync(file, "utf8")).version);
  });

  it("has the form that scripts read", () => {
    assert.match(versionLine("salt"), /^salt \d+\.\d+\.\d+ \([\w-]+\)\n$/);
  });
});
