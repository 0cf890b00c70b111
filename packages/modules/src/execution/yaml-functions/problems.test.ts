/** Output of yamllint 1.35. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { problemsIn, RULES } from "./problems.js";

const OUTPUT = `stdin:1:7: [error] empty value in flow mapping (empty-values)
stdin:3:1: [error] syntax error: could not find expected ':' (syntax)
`;

test("problems have line, column, level, and the comment with its rule", () => {
  assert.deepEqual(problemsIn(OUTPUT), [
    { line: 1, column: 7, level: "error", comment: "empty value in flow mapping (empty-values)" },
    { line: 3, column: 1, level: "error", comment: "syntax error: could not find expected ':' (syntax)" },
  ]);
  assert.deepEqual(problemsIn("\nnothing to see\n"), []);
});

test("the rules are one line of JSON, which is YAML", () => {
  assert.equal(RULES.includes("\n"), false);
  assert.equal(JSON.parse(RULES).extends, "relaxed");
});
