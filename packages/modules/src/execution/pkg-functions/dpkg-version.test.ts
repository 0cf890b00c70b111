/**
 * The order of versions, with cases of the Debian policy.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compareVersions } from "./dpkg-version.js";

describe("versions of Debian packages", () => {
  it("stand in their order", () => {
    const ordered = [
      "1.0~~",
      "1.0~~a",
      "1.0~",
      "1.0",
      "1.0-1",
      "1.0a",
      "1.0+b1",
      "1.2",
      "1.10",
      "1:0.1",
      "2:0",
    ];
    for (const [at, version] of ordered.entries()) {
      for (const [other, later] of ordered.entries()) {
        assert.equal(compareVersions(version, later), Math.sign(at - other), `${version} ${later}`);
      }
    }
  });

  it("are the same in other spellings", () => {
    assert.equal(compareVersions("0:1.0", "1.0"), 0);
    assert.equal(compareVersions("1.0-0", "1.0"), 0);
    assert.equal(compareVersions("1.001", "1.1"), 0);
    assert.equal(compareVersions("1.99999999999999999999", "1.99999999999999999998"), 1);
  });
});
