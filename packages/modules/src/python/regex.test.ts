/**
 * Python's regular expressions: results as Python 3.11 gives them.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CommandExecutionError, escapePattern, PythonRegex } from "@salt/core";
import { timeBound } from "./time-bound.js";

type Row = readonly [pattern: string, replacement: string, text: string, result: string, count: number];

const ROWS: readonly Row[] = [
  ["(?P<x>a+)b", "\\g<x>-\\1", "aab ab", "aa-aa a-a", 2],
  ["x*", "-", "abc", "-a-b-c-", 4],
  ["b*", "-", "abc", "-a--c-", 4],
  ["[]a]+", "Z", "a]b", "Zb", 1],
  ["[^\\W\\d]+", "Z", "ab1 _é2", "Z1 Z2", 2],
  ["\\bfoo\\b", "Z", "foo foobar é foo", "Z foobar é Z", 2],
  ["a{,2}", "Z", "aaaa", "ZZZ", 3],
  ["{x}", "Z", "{x}", "Z", 1],
  ["a$", "Z", "a\na\n", "a\nZ\n", 1],
  ["(a)(b)?", "\\2\\g<1>", "ab a", "ba a", 2],
  ["\\x41\\101", "\\t", "AA", "\t", 1],
  ["(?i)ABC", "x", "abcABC", "xx", 2],
  ["(?s)a.b", "x", "a\nb", "x", 1],
  ["\\s+", "_", "a\u00a0b\t", "a_b_", 2],
  ["\\d+", "<\\g<0>>", "a12 ٣", "a<12> <٣>", 2],
];

describe("Python's regular expressions", () => {
  for (const [pattern, replacement, text, result, count] of ROWS) {
    it(`replaces ${pattern}`, () => {
      assert.deepEqual(new PythonRegex(pattern).replace(text, replacement), { text: result, count });
    });
  }

  it("sees lines only when asked", () => {
    assert.equal(new PythonRegex("^b$").search("a\nb\n"), false);
    assert.equal(new PythonRegex("^b$", { multiline: true }).search("a\nb\n"), true);
    assert.equal(new PythonRegex("^b$", { multiline: true }).search("a\rb\r"), false);
  });

  it("replaces as often as asked", () => {
    assert.deepEqual(new PythonRegex("b").replace("bbb", "X", 2), { text: "XXb", count: 2 });
  });

  it("refuses what Python refuses, and what cannot be carried over", () => {
    for (const pattern of ["[a", "\\q", "(?P<1>x)", "a**", "(", "[z-a]", "a++", "(?>a)", "(?(1)a|b)", "\\"])
      assert.throws(() => new PythonRegex(pattern), { name: "re.error" }, pattern);
    for (const replacement of ["\\q", "\\2", "\\g<no>", "\\"])
      assert.throws(
        () => new PythonRegex("(a)").replace("a", replacement),
        { name: "re.error" },
        replacement,
      );
  });

  it("escapes texts so that they stand for themselves", () => {
    const text = "a.b*c[d]\\e{f}^$|()+?-#& \t\n";
    assert.equal(new PythonRegex(`^${escapePattern(text)}$`).search(text), true);
  });

  it("ends matching that goes back and forth without end", () => {
    const pattern = new PythonRegex("^(a+)+$");
    assert.throws(() => timeBound(() => pattern.search(`${"a".repeat(50)}b`), 20), CommandExecutionError);
  });
});
