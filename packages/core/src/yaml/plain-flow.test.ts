/** Lists and maps in brackets, read quickly: as the YAML package reads them, or not at all. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { composeYaml } from "./compose.js";
import { requireYamlPackage } from "./package.js";
import { readPlainFlow } from "./plain-flow.js";

const READ = [
  "[]",
  "{}",
  "[1, 2.5, yes, ~, null, 0644, text]",
  "[ a ,b,  c ]",
  "[[a, [b]], {c: {d: []}}]",
  '{"a": 1, "b":[true, false], "c":{"d":"e"}}',
  "{a: b, 'c d': 'e: f', g: h i}",
  String.raw`{"path": "C:\\x\/\"y\"\n\t"}`,
  "[-1, -x, a-b, 2026-01-02]",
  '["a # b", "{c}", "d, e"]',
];

const LEFT = [
  "[a",
  "[a]]",
  "[a] b",
  "[a, ]",
  "{a}",
  "{a:1}",
  "{a: }",
  "[a: b]",
  "{1: a}",
  "{a: 1, a: 2}",
  "{<<: {a: 1}}",
  "[=]",
  "[a:b]",
  "['it''s']",
  String.raw`["\x41"]`,
  String.raw`["\u00e9"]`,
  "[é]",
  "[!!str 1]",
  "[*a]",
  "[&a b]",
  "[- a]",
  "[?a]",
  "[@a]",
  "[%a]",
  `${"[".repeat(60)}${"]".repeat(60)}`,
];

for (const text of READ) {
  test(`${text} is read as the YAML package reads it`, () => {
    assert.deepEqual(readPlainFlow(text), composeYaml(requireYamlPackage(), text).value);
  });
}

for (const text of LEFT) {
  test(`${text.slice(0, 30)} is left to a parser`, () => {
    assert.equal(readPlainFlow(text), undefined);
  });
}
