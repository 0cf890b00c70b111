/** The quick way through plain texts, against the parser. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { encode } from "../../testing/case-values.js";
import { YamlFault } from "./fault.js";
import { parseYaml } from "./load.js";
import { loadPlainBlocks } from "./plain-blocks.js";

const KEYS = "a: |b:|c : |'q': |1: |yes: |k-1: |d: |e: |<<: |? |a:b: ".split("|");
const VALUES = [
  ..."a b 'q' \"q\" 'it''s' \"x\\ty\" >  a#b 1 0644 -0o7 0x_ 1.0 1e3 .inf yes No null ~ 12:30 << = [] {} [a,b]".split(
    " ",
  ),
  ..."*x &x !t : a:b @ % --- é http://x:80/ ::1 -x".split(" "),
  ..."|,|,|,|-,|+,|2,# note,two words,\u00a0,\t,- a,- b: c,'q' # x,a # b,[] # c,| # d,a: b".split(","),
];
const ENDS = ["\n", "\n", "\n", "\n", "\n", "\n\n", " \n", "   \n", " # c\n", "", "\n  \n", "\r\n"];

/** The same numbers in every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function randomText(next: (below: number) => number): string {
  let text = next(20) === 0 ? "---\n" : "";
  let indent = 0;
  const lines = 1 + next(8);
  for (let line = 0; line < lines; line++) {
    if (next(3) > 0) indent = Math.max(0, indent + 2 - next(2) * 2 - next(2) * 2 + Math.floor(next(12) / 11));
    if (line > 0 || next(9) === 0) text += " ".repeat(indent);
    if (next(3) === 0) text += "- ";
    if (next(3) > 0) text += KEYS[next(KEYS.length)] ?? "";
    if (next(3) > 0) text += VALUES[next(VALUES.length)] ?? "";
    text += ENDS[next(ENDS.length)] ?? "";
  }
  return text;
}

function parsed(text: string): unknown {
  try {
    return { value: encode(parseYaml(text)) };
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    return { fault: error.message };
  }
}

test("what is read the quick way is what the parser reads", () => {
  const next = randomNumbers(7);
  let read = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const text = randomText(next);
    const value = loadPlainBlocks(text);
    if (value === undefined) continue;
    read += 1;
    assert.deepEqual({ value: encode(value) }, parsed(text), JSON.stringify(text));
  }
  assert.ok(read > ROUNDS / 20, `only ${read} of ${ROUNDS} texts were plain`);
});
const ROUNDS = 4000;

test("the forms of SLS files are read the quick way", () => {
  const text = [
    "---",
    "# what a template leaves",
    "",
    "/etc/motd:",
    "  file.managed:",
    "    - name: /etc/motd # a path",
    "    - mode: '0644'",
    "    - makedirs: True",
    "    - contents: |",
    "        one",
    "",
    "          two",
    "    - require:",
    "      - pkg: a",
    '      - file: "b"',
    "",
    "b:",
    "  pkg.installed: []",
    "  port: 0644",
    "  load: 1.0",
    "8080: ~",
    "empty:",
    "list:",
    "- a",
    "-",
    "- b: 1",
    "  c: 2",
    "",
  ].join("\n");
  const value = loadPlainBlocks(text);
  assert.notEqual(value, undefined);
  assert.deepEqual({ value: encode(value) }, parsed(text));
});

test("faults and what is not plain are left to the parser", () => {
  const texts = [
    "a: 1\na: 2\n",
    "a: b: c\n",
    "a: [1, 2]\n",
    "a:\n\t- b\n",
    "a: &x 1\n",
    "a: >\n  b\n",
    "word\n",
    "",
    "a: b\n c\n",
  ];
  for (const text of texts) assert.equal(loadPlainBlocks(text), undefined, JSON.stringify(text));
});
