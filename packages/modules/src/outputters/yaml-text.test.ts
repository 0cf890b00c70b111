import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Value } from "@salt/core";
import { dict, Float } from "@salt/core";
import { yamlText } from "./yaml-text.js";

const scalar = (value: Value): string => yamlText(value).slice(0, -1);

describe("yamlText", () => {
  it("quotes texts that would read as something else", () => {
    for (const text of [
      "true",
      "No",
      "1",
      "0x1f",
      "1.5",
      "~",
      "null",
      "",
      "2024-01-02",
      "12:30",
      "<<",
      "=",
    ]) {
      assert.equal(scalar(text), `'${text}'`);
    }
    for (const text of ["a", "1e3", "a:b", "two words", "0o17", "it's", ":x", "日本"])
      assert.equal(scalar(text), text);
  });

  it("quotes texts with signs that mean something", () => {
    for (const text of [
      "- x",
      "#c",
      "a #b",
      "key: v",
      "[x]",
      "*s",
      "&a",
      "!t",
      "|",
      "%x",
      "@y",
      "--- a",
      "?",
      " a",
      "a ",
    ]) {
      assert.equal(scalar(text), `'${text}'`);
    }
    assert.equal(scalar("'q'"), "'''q'''");
  });

  it("escapes what is not printable", () => {
    assert.equal(scalar("a\tb"), '"a\\tb"');
    assert.equal(scalar("\u0000\u0007\u001b\u0085\u{1f600}"), '"\\0\\a\\e\\N\\U0001F600"');
    assert.equal(scalar("a\n b"), '"a\\n b"');
  });

  it("writes numbers as YAML 1.1 reads them", () => {
    assert.equal(scalar(new Float(2)), "2.0");
    assert.equal(scalar(1e30), "1000000000000000019884624838656");
    assert.equal(scalar(new Float(1e30)), "1.0e+30");
    assert.equal(scalar(Number.NaN), ".nan");
    assert.equal(scalar(Number.NEGATIVE_INFINITY), "-.inf");
  });

  it("folds long lines at single spaces", () => {
    const text = Array.from({ length: 30 }, () => "word").join(" ");
    const lines = scalar(dict({ key: text })).split("\n");
    assert.equal(lines.length, 2);
    assert.equal(lines[0]?.length, 84);
    assert.ok(lines[1]?.startsWith("  word"));
  });

  it("asks with a mark for keys that do not fit before a colon", () => {
    const key = "k".repeat(129);
    assert.equal(yamlText(new Map([[key, 1]])), `? ${key}\n: 1\n`);
    assert.equal(yamlText(new Map([["a\nb", 1]])), '? "a\\nb"\n: 1\n'.replace('"a\\nb"', "'a\n\n  b'"));
  });

  it("nests lists without indent below keys", () => {
    const value = dict({ a: [1, [2, { b: [] }], {}] });
    assert.equal(yamlText(value), "a:\n- 1\n- - 2\n  - b: []\n- {}\n");
    assert.equal(yamlText(value, { indent: 4 }), "a:\n- 1\n-   - 2\n    -   b: []\n- {}\n");
    assert.equal(yamlText(value, { flow: true }), "{a: [1, [2, {b: []}], {}]}\n");
  });

  it("writes bytes as base64", () => {
    assert.equal(yamlText(dict({ b: Buffer.from("abc") })), "b: !!binary |\n  YWJj\n");
  });

  it("sorts keys, unless they are of several kinds", () => {
    assert.equal(
      yamlText(
        new Map<Value, Value>([
          [10, 1],
          [9, 2],
        ]),
      ),
      "9: 2\n10: 1\n",
    );
    assert.equal(
      yamlText(
        new Map<Value, Value>([
          ["b", 1],
          [9, 2],
        ]),
      ),
      "b: 1\n9: 2\n",
    );
  });
});
