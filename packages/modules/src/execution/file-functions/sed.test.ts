/**
 * Expressions for `sed` that texts of users cannot break out of.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SaltInvocationError } from "@salt/core";
import { sedOptions, substitution } from "./sed.js";

const parts = { before: "a", after: "b", limit: "", flags: "g", escapeAll: false, negate: false };

describe("substitutions of sed", () => {
  it("have slashes and, where asked, special characters escaped", () => {
    assert.equal(substitution({ ...parts, before: "/etc", after: "/usr" }), "s/\\/etc/\\/usr/g");
    assert.equal(substitution({ ...parts, before: "a.b", escapeAll: true }), "s/a\\.b/b/g");
    assert.equal(substitution({ ...parts, limit: "^x", negate: true }), "/^x/ !s/a/b/g");
  });

  it("keep an escaped slash inside", () => {
    assert.equal(substitution({ ...parts, after: "x\\/;e id" }), "s/a/x\\/;e id/g");
  });

  it("are refused where a text could end early or run a program", () => {
    const wrong = [
      { flags: "e" },
      { flags: "gw /etc/x" },
      { before: "a\\" },
      { limit: "x\\" },
      { after: "a\0b" },
    ];
    for (const change of wrong)
      assert.throws(() => substitution({ ...parts, ...change }), SaltInvocationError);
  });

  it("come with options that only change how sed reads", () => {
    assert.deepEqual(sedOptions("-r -e"), ["-r"]);
    for (const option of ["-f /tmp/x", "--in-place=x", "-i", "e id"])
      assert.throws(() => sedOptions(option), SaltInvocationError, option);
  });
});
