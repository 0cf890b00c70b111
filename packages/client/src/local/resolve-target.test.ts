import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Target, TargetType } from "@salt/core";
import { dict, TargetError } from "@salt/core";
import { UnknownNodegroupError } from "./errors.js";
import { resolveForWire } from "./resolve-target.js";

const groups = dict({
  web: "G@role:web",
  both: "N@web or db1",
  names: ["a", "b"],
  loop: "N@loop or x",
});

function resolve(tgt: string, tgtType: TargetType): Target {
  return resolveForWire({ tgt, tgtType, delimiter: ":" }, { groups, file: "/etc/salt/master" });
}

describe("resolveForWire", () => {
  it("leaves what minions understand as it is", () => {
    assert.deepEqual(resolve("N@web", "glob"), { tgt: "N@web", tgtType: "glob", delimiter: ":" });
    assert.equal(resolve("a and  b", "compound").tgt, "a and b");
  });

  it("makes node groups compound targets, groups inside them included", () => {
    assert.deepEqual(resolve("web", "nodegroup"), { tgt: "G@role:web", tgtType: "compound", delimiter: ":" });
    assert.equal(resolve("both", "nodegroup").tgt, "G@role:web or db1");
    assert.equal(resolve("names", "nodegroup").tgt, "L@a,b");
  });

  it("resolves node groups inside compound targets", () => {
    assert.equal(resolve("N@web and not m1", "compound").tgt, "G@role:web and not m1");
  });

  it("names the configuration that lacks a group", () => {
    const faulty = (error: unknown): boolean =>
      error instanceof UnknownNodegroupError &&
      error.message === "Node group nosuch unavailable in /etc/salt/master";
    assert.throws(() => resolve("nosuch", "nodegroup"), faulty);
    assert.throws(() => resolve("x or N@nosuch", "compound"), faulty);
  });

  it("refuses groups that contain themselves", () => {
    assert.throws(() => resolve("loop", "nodegroup"), TargetError);
  });
});
