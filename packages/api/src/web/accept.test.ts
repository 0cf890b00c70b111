import assert from "node:assert/strict";
import { test } from "node:test";
import { dict } from "@salt/core";
import { answerForm, failureForm } from "./accept.js";
import { WebError } from "./web-error.js";

test("the form of an answer follows quality, then exactness, then order", () => {
  const types: readonly [string | undefined, string][] = [
    [undefined, "application/json"],
    ["*/*", "application/json"],
    ["application/*", "application/json"],
    ["application/x-yaml", "application/x-yaml"],
    ["application/json;q=0.1, application/x-yaml;q=0.9", "application/x-yaml"],
    ["application/json;q=0, */*", "application/x-yaml"],
    ["text/html, */*;q=0.1", "application/json"],
  ];
  for (const [accept, type] of types) assert.equal(answerForm(accept).type, type, accept);
});

test("a form that is not to be had is refused, but not for words about a failure", () => {
  for (const accept of ["image/png", "application/json;q=0", "application/json;q=x"]) {
    assert.throws(
      () => answerForm(accept),
      (error) => error instanceof WebError && error.status === 406,
    );
    assert.equal(failureForm(accept).type, "application/json");
  }
});

test("JSON and YAML are written as Salt's server writes them", () => {
  const value = dict({ return: [dict({ b: true, a: "ä" })] });
  assert.equal(answerForm("application/json").write(value), '{"return": [{"b": true, "a": "ä"}]}');
  assert.equal(answerForm("application/x-yaml").write(value), "return:\n- a: ä\n  b: true\n");
});
