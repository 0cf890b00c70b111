import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Value } from "@salt/core";
import { dict, MalformedError } from "@salt/core";
import { callsOf, parseJob } from "./parse-job.js";
import { RecentJids } from "./receive/recent-jids.js";

const good = {
  fun: "test.ping",
  arg: [],
  tgt: "*",
  jid: "20260102030405000001",
  ret: "",
  tgt_type: "glob",
  user: "root",
};

describe("publish maps", () => {
  test("as masters send them", () => {
    const job = parseJob(dict({ ...good, metadata: { a: 1 } }));
    assert.equal(job.fun, "test.ping");
    assert.deepEqual(job.target, { tgt: "*", tgtType: "glob", delimiter: ":" });
    assert.deepEqual(job.metadata, dict({ a: 1 }));
    assert.equal(parseJob(dict({ fun: "a.b", arg: [], tgt: ["x"], jid: good.jid })).target.tgtType, "glob");
  });

  for (const [what, change] of [
    ["no job id", { jid: undefined }],
    ["a path as job id", { jid: "../../etc/passwd" }],
    ["a job id with a path behind it", { jid: "20260102030405000001_/../x" }],
    ["a number as job id", { jid: 20260102 }],
    ["a job id with a line end", { jid: "20260102030405000001\n" }],
    ["no function", { fun: undefined }],
    ["an empty function", { fun: "" }],
    ["no functions", { fun: [] }],
    ["functions that are none", { fun: ["a.b", 5] }],
    ["an endless name", { fun: "a".repeat(300) }],
    ["too many functions", { fun: Array(1001).fill("a.b") }],
    ["no arguments", { arg: undefined }],
    ["arguments that are no list", { arg: "x" }],
    ["no target", { tgt: undefined }],
    ["a target that is a number", { tgt: 5 }],
    ["a target of odd ids", { tgt: ["a", null] }],
    ["an unknown type of target", { tgt_type: "everyone" }],
    ["a type that is a list", { tgt_type: ["glob"] }],
    ["a user that is a map", { user: {} }],
    ["returners that are a list", { ret: ["a"] }],
    ["a delimiter that is a number", { delimiter: 3 }],
  ] as const) {
    test(`${what}: refused`, () => {
      assert.throws(() => parseJob(dict({ ...good, ...change })), MalformedError);
    });
  }

  test("compound commands have a list of arguments for each function", () => {
    const job = parseJob(dict({ ...good, fun: ["a.b", "c.d", "e.f"], arg: [["x"], "odd"] }));
    assert.deepEqual(callsOf(job), [
      { fun: "a.b", arg: ["x"] },
      { fun: "c.d", arg: [] },
      { fun: "e.f", arg: [] },
    ] satisfies { fun: string; arg: Value[] }[]);
  });
});

test("a job id is new once, within bounds", () => {
  const recent = new RecentJids(2);
  assert.deepEqual(
    ["1", "1", "2", "2", "3", "1"].map((jid) => recent.add(jid)),
    [true, false, true, false, true, true],
  );
});
