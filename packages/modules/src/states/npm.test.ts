/** Packages of JavaScript: what is there as it is asked for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dict } from "@salt/core";
import { fakeStates, runState } from "../testing/state-context.js";
import { npm } from "./npm.js";
import { npmSatisfied } from "./npm-functions/satisfied.js";

const PACKAGES = {
  left: { version: "1.2.3" },
  "@scope/x": { version: "2.0.0" },
  other: { version: "3.0.0", from: "git://example.com/other" },
};

test("a package is there by its name, version or address", () => {
  const packages = dict(PACKAGES);
  assert.equal(npmSatisfied("left", packages), "left@1.2.3");
  assert.equal(npmSatisfied("left@1.2.4", packages), undefined);
  assert.equal(npmSatisfied("@scope/x@2.0.0", packages), "@scope/x@2.0.0");
  assert.equal(npmSatisfied("git://example.com/other.git", packages), "git://example.com/other.git@3.0.0");
  assert.equal(npmSatisfied("none", packages), undefined);
});

test("npm.installed names what is missing", async () => {
  const { context } = fakeStates({ "npm.list": () => PACKAGES }, true);
  const told = await runState(npm, "installed", { name: "x", pkgs: ["left", "right"] }, context);
  assert.deepEqual(told, {
    result: true,
    comment:
      "NPM package(s) 'right' are set to be installed. Package(s) 'left, right' satisfied by left@1.2.3",
    changes: "{'old': [], 'new': ['right']}",
  });
});
