import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { highestRetcode } from "@salt/client";
import { dict, float } from "@salt/core";
import type { ExitPolicy } from "../exit-status.js";
import { unlessSalt } from "../exit-status.js";
import { Settings } from "../settings.js";
import { mergeDocs } from "./docs.js";
import { tellIdleOptions } from "./idle-options.js";
import { missingText, reasonText, silentWord } from "./missing-text.js";
import { pick } from "./run-subset.js";
import { summaryLines } from "./summary.js";

describe("highestRetcode", () => {
  it("is the highest of a compound command", () => {
    assert.equal(highestRetcode(dict({ "a.b": 0, "c.d": 3 })), 3);
    assert.equal(highestRetcode([0, 2, 1]), 2);
  });

  it("is 0 when there is none, and 1 when it makes no sense", () => {
    assert.equal(highestRetcode(undefined), 0);
    assert.equal(highestRetcode(null), 0);
    assert.equal(highestRetcode(true), 1);
    assert.equal(highestRetcode("trouble"), 1);
    assert.equal(highestRetcode(float(2)), 2);
  });
});

describe("exit policy", () => {
  it("tells failures that real Salt hides", () => {
    assert.equal(unlessSalt("honest", 69), 69);
    assert.equal(unlessSalt("salt", 69), 0);
  });
});

describe("missing answers", () => {
  it("have the text that scripts look for", () => {
    assert.match(missingText("20260101000000000001"), /^Minion did not return\. \[No response\]\n/);
    assert.ok(
      missingText("20260101000000000001").endsWith("\n\nsalt-run jobs.lookup_jid 20260101000000000001"),
    );
  });

  it("say 'Not connected' of those only that are certainly away", () => {
    assert.equal(silentWord({ kind: "disconnected", since: 0, connected: false }), "Not connected");
    assert.equal(silentWord({ kind: "disconnected", since: 0, connected: true }), "No response");
    assert.equal(silentWord({ kind: "never-connected" }), "No response");
    assert.equal(missingText("j", "Not connected"), "Minion did not return. [Not connected]");
  });

  it("have a reason where the master can tell one", () => {
    assert.match(reasonText("a", { kind: "key", key: "pending" }, 0) ?? "", /salt-key -a a$/);
    assert.match(
      reasonText("a", { kind: "disconnected", since: 0, connected: true }, 600_000) ?? "",
      /^a: disconnected\. Nothing has come from it since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d, 10 minutes ago\.$/,
    );
    assert.match(
      reasonText("a", { kind: "running", pid: 42, startedAt: 0, at: 5000 }, 65_000) ?? "",
      /still running the job \(pid 42\) for 5 seconds when last asked, 60 seconds ago/,
    );
    assert.match(reasonText("a", { kind: "never-connected" }, 0) ?? "", /never connected/);
    assert.match(reasonText("a", { kind: "job-unknown" }, 0) ?? "", /does not know the job/);
    assert.match(reasonText("a", { kind: "return-lost" }, 0) ?? "", /return was lost/);
    assert.match(reasonText("a", { kind: "silent", seen: 0 }, 1000) ?? "", /heard of 1 second ago/);
    assert.equal(reasonText("a", { kind: "unknown" }, 0), undefined);
  });
});

describe("summary", () => {
  const outcomes = [
    { id: "a", answered: true, retcode: 0 },
    { id: "b", answered: true, retcode: 1 },
    { id: "c", answered: "No response", retcode: 1 },
    { id: "d", answered: "Not connected", retcode: 1 },
  ] as const;

  it("counts", () => {
    const rule = "-------------------------------------------";
    assert.deepEqual(summaryLines(outcomes, false), [
      "\n",
      rule,
      "Summary",
      rule,
      "# of minions targeted: 4",
      "# of minions returned: 2",
      "# of minions that did not return: 2",
      "# of minions with errors: 1",
      rule,
    ]);
  });

  it("names them when verbose", () => {
    const lines = summaryLines(outcomes, true);
    assert.ok(lines.includes("Minions not connected: d"));
    assert.ok(lines.includes("Minions not responding: c"));
    assert.ok(lines.includes("Minions with failures: b"));
  });
});

describe("docs", () => {
  it("has each function once, sorted, the first minion's text", () => {
    const docs = mergeDocs([
      dict({ "b.y": "B", "a.x": "" }),
      dict({ "b.y": "other", "a.x": "A" }),
      "no docs",
      false,
    ]);
    assert.deepEqual(
      [...docs],
      [
        ["a.x", "A"],
        ["b.y", "B"],
      ],
    );
  });
});

describe("options without effect", () => {
  const told = (batch: boolean, policy: ExitPolicy): readonly string[] => {
    const lines: string[] = [];
    const target = { tgt: "*", tgtType: "glob", delimiter: ":" } as const;
    const size = batch ? { batch: { kind: "count", count: 1 } as const } : {};
    tellIdleOptions({
      command: { target, fun: "test.ping", arg: [], ret: "", options: {}, timeout: undefined, ...size },
      settings: new Settings({ options: { failhard: true }, given: new Set(["failhard"]) }, dict()),
      screen: {
        value: async () => {},
        prepare: () => {},
        line: () => {},
        complain: (text) => void lines.push(text),
      },
      policy,
    });
    return lines;
  };

  it("are named, unless everything is to be as in Salt", () => {
    assert.deepEqual(told(false, "honest"), ["--failhard has no effect without --batch."]);
    assert.deepEqual(told(true, "honest"), []);
    assert.deepEqual(told(false, "salt"), []);
  });
});

describe("subset", () => {
  it("picks without repeating, and no more than there are", () => {
    assert.deepEqual(
      pick(["a", "b", "c"], 2, () => 0.99),
      ["c", "b"],
    );
    assert.deepEqual(
      pick(["a"], 3, () => 0),
      ["a"],
    );
  });
});
