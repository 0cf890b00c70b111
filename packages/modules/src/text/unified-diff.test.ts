/**
 * Differences of texts, as Python's difflib writes them.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { byteLinesOf, linesOf, splitLines } from "./lines.js";
import { unifiedDiff } from "./unified-diff.js";

const numbered = (count: number): string[] => Array.from({ length: count }, (_none, at) => `line ${at}\n`);

describe("unified differences", () => {
  it("are nothing for equal texts", () => {
    assert.equal(unifiedDiff(["a\n"], ["a\n"]), "");
    assert.equal(unifiedDiff([], []), "");
  });

  it("name the files and count from one", () => {
    const diff = unifiedDiff(["a\n", "b\n"], ["a\n", "c\n"], { from: "old", to: "new" });
    assert.equal(diff, "--- old\n+++ new\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n");
  });

  it("show the start of an empty side as zero", () => {
    assert.equal(unifiedDiff([], ["a\n"]), "--- \n+++ \n@@ -0,0 +1 @@\n+a\n");
    assert.equal(unifiedDiff(["a"], []), "--- \n+++ \n@@ -1 +0,0 @@\n-a");
  });

  it("show three lines around a change, and split where more than six are the same", () => {
    const old = numbered(20);
    const now = old.map((line, at) => (at === 4 || at === 14 ? "new\n" : line));
    const heads = unifiedDiff(old, now).match(/^@@.*$/gm);
    assert.deepEqual(heads, ["@@ -2,7 +2,7 @@", "@@ -12,7 +12,7 @@"]);
  });

  it("do not begin runs with lines that are everywhere", () => {
    const old = Array.from({ length: 300 }, (_none, at) => (at % 2 === 0 ? "same\n" : `line ${at}\n`));
    const now = ["first\n", ...old.slice(0, 150), ...old.slice(152)];
    const diff = unifiedDiff(old, now);
    assert.deepEqual(diff.match(/^[-+](?![-+]).*$/gm), ["+first", "-line 151", "-same"]);
  });
});

describe("lines", () => {
  it("end where the reader of a file says", () => {
    assert.deepEqual(linesOf("a\r\nb\rc\n\nd"), ["a\r\n", "b\rc\n", "\n", "d"]);
    assert.deepEqual(byteLinesOf("a\r\nb\rc\n\nd"), ["a\r\n", "b\r", "c\n", "\n", "d"]);
    assert.deepEqual(splitLines("a\nb\u2028c\n"), ["a", "b", "c"]);
  });
});
