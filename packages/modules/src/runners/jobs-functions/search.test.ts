import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dict } from "@salt/core";
import { storedJob } from "../../testing/runner-context.js";
import { PythonError } from "../../values/python-error.js";
import type { JobSearch } from "./search.js";
import { jobTest } from "./search.js";

const ANY: JobSearch = { metadata: null, fun: null, target: null, start: null, end: null };
const job = storedJob(
  "20260101120000000000",
  { fun: "test.ping", arg: [], tgt: ["web1", "db1"], tgt_type: "list", metadata: { a: 1, b: "x" } },
  ["db1", "web1"],
);
const fits = (search: Partial<JobSearch>): boolean => jobTest({ ...ANY, ...search })(job);

describe("searching jobs", () => {
  it("takes every job when nothing is asked for", () => {
    assert.equal(fits({}), true);
    assert.equal(fits({ metadata: new Map(), fun: "", target: [] }), true);
  });

  it("needs one entry of the metadata, not all", () => {
    assert.equal(fits({ metadata: dict({ a: 1, b: "other" }) }), true);
    assert.equal(fits({ metadata: dict({ a: 2 }) }), false);
    assert.equal(fits({ metadata: "a" }), false);
  });

  it("looks at each name of a list target", () => {
    assert.equal(fits({ target: "db*" }), true);
    assert.equal(fits({ target: "mail*, web?" }), true);
    assert.equal(fits({ target: ["mail*"] }), false);
  });

  it("wants all conditions at once", () => {
    assert.equal(fits({ fun: "test.*", target: "web1" }), true);
    assert.equal(fits({ fun: "cmd.*", target: "web1" }), false);
  });

  it("counts both ends of a span of time, and heeds its zone", () => {
    assert.equal(fits({ start: "2026-01-01 12:00:00", end: "2026-01-01 12:00:00" }), true);
    assert.equal(fits({ start: "2026-01-01 12:00:01" }), false);
    assert.equal(fits({ end: "2026-01-01T13:00:00+02:00" }), false);
    assert.throws(() => jobTest({ ...ANY, end: "soon" }), PythonError);
  });
});
