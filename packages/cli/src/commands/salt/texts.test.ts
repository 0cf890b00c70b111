import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dict, float } from "@salt/core";
import { unlessSalt } from "../exit-status.js";
import { mergeDocs } from "./docs.js";
import { missingText, reasonText } from "./missing-text.js";
import { highestRetcode } from "./retcode.js";
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

  it("have a reason where the master can tell one", () => {
    assert.match(reasonText("a", { kind: "key", key: "pending" }, 0) ?? "", /salt-key -a a$/);
    assert.match(reasonText("a", { kind: "last-seen", at: 0 }, 600_000) ?? "", /10 minutes ago/);
    assert.match(reasonText("a", { kind: "running", pid: 42 }, 0) ?? "", /pid 42/);
    assert.equal(reasonText("a", { kind: "unknown" }, 0), undefined);
  });
});

describe("summary", () => {
  const outcomes = [
    { id: "a", answered: true, retcode: 0 },
    { id: "b", answered: true, retcode: 1 },
    { id: "c", answered: false, retcode: 1 },
  ];

  it("counts", () => {
    const rule = "-------------------------------------------";
    assert.deepEqual(summaryLines(outcomes, false), [
      "\n",
      rule,
      "Summary",
      rule,
      "# of minions targeted: 3",
      "# of minions returned: 2",
      "# of minions that did not return: 1",
      "# of minions with errors: 1",
      rule,
    ]);
  });

  it("names them when verbose", () => {
    const lines = summaryLines(outcomes, true);
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
