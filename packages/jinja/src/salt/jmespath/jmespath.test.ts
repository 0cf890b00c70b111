/** JMESPath expressions, with what jmespath 1.1 finds. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseJson } from "@salt/core";
import { repr } from "../../value/repr.js";
import { search } from "./evaluate.js";

const DATA = parseJson(
  '{"a": [{"b": 1, "c": "x"}, {"b": 2, "c": "y"}, {"b": 3}], "n": {"k": [1, [2, [3]]]}, "s": "text", "f": 1.5, "t": true, "e": []}',
);

const FINDINGS: readonly (readonly [string, string])[] = [
  ["a[].b", "[1, 2, 3]"],
  ["a[*].nope", "[]"],
  ["a[-1].b", "3"],
  ["a[::-1].b", "[3, 2, 1]"],
  ["a[?b > `1` && c].c", "['y']"],
  ["a[?!c] | [0].b", "3"],
  ["a[].{n: b, c: c} | [0]", "{'n': 1, 'c': 'x'}"],
  ["n.k[]", "[1, 2, [3]]"],
  ["n.*", "[[1, [2, [3]]]]"],
  ["e || s", "'text'"],
  ["t == `1`", "False"],
  ["sort_by(a, &b)[-1].b", "3"],
  ["sum(a[].b)", "6"],
  ["avg(a[].b)", "2.0"],
  ["join(', ', a[*].c)", "'x, y'"],
  ["to_string(n)", `'{"k":[1,[2,[3]]]}'`],
  ["to_number('1.0')", "1.0"],
  ["nope.x", "None"],
  ["'it\\'s'", `"it's"`],
  ["`[1]`", "[1]"],
];

test("expressions find what jmespath finds", () => {
  for (const [expression, expected] of FINDINGS)
    assert.equal(repr(search(expression, DATA)), expected, expression);
});

test("what is no expression is refused", () => {
  const refused = (expression: string): unknown => {
    try {
      return search(expression, DATA);
    } catch (error) {
      return (error as { pyClass?: string }).pyClass;
    }
  };
  assert.equal(refused(""), "EmptyExpressionError");
  assert.equal(refused("a["), "IncompleteExpressionError");
  assert.equal(refused("a..b"), "ParseError");
  assert.equal(refused("a # b"), "LexerError");
  assert.equal(refused("constructor(@)"), "UnknownFunctionError");
  assert.equal(refused("length(a, s)"), "ArityError");
  assert.equal(refused("abs(s)"), "JMESPathTypeError");
  assert.equal(refused("(".repeat(1000)), "RecursionError");
});
