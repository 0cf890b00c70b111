/** YAML texts and values, and what Salt's loader and dumper make of them. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { decode, encode } from "../testing/case-values.js";
import { dumpYaml } from "./dump.js";
import type { DumpOptions, ScalarStyle } from "./emit.js";
import { YamlFault } from "./load/fault.js";
import { loadYaml } from "./load/load.js";

interface Case {
  readonly id: string;
  readonly op: "load" | "dump";
  readonly text?: string;
  readonly value?: unknown;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly expect: Readonly<Record<string, unknown>>;
}

const file = new URL("../../../../test/vectors/yaml/cases.json", import.meta.url);
const cases = JSON.parse(readFileSync(file, "utf8")) as Case[];

function loaded(text: string): Record<string, unknown> {
  try {
    return { value: encode(loadYaml(text)) };
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    const { pyClass, problem, line, column } = error;
    const place = line === undefined ? { line: null } : { line, column };
    return { error: { class: pyClass, problem, ...place } };
  }
}

function optionsOf(given: Readonly<Record<string, unknown>>): DumpOptions {
  return {
    flow: (given.default_flow_style as boolean | null | undefined) ?? "scalars",
    width: Number(given.width ?? 80),
    indent: Number(given.indent ?? 2),
    style: given.default_style as ScalarStyle | undefined,
    sortKeys: given.sort_keys !== false,
    allowUnicode: given.allow_unicode !== false,
  };
}

for (const op of ["load", "dump"]) {
  test(`${op}: what Salt gives`, () => {
    const own = cases.filter((each) => each.op === op);
    assert.ok(own.length > 300);
    for (const { id, text = "", value, options = {}, expect } of own) {
      const got = op === "load" ? loaded(text) : { text: dumpYaml(decode(value), optionsOf(options)) };
      assert.deepEqual(got, expect, `${id}: ${JSON.stringify(text)}`);
    }
  });
}

test("messages are Python's texts of the errors", () => {
  const message = (text: string): string => {
    try {
      loadYaml(text);
    } catch (error) {
      return (error as Error).message;
    }
    return assert.fail(`${text} was read`);
  };
  assert.equal(message("a: *x"), 'found undefined alias\n  in "<unicode string>", line 1, column 4');
  assert.equal(
    message("{a: 1"),
    'while parsing a flow mapping\n  in "<unicode string>", line 1, column 1\n' +
      "did not find expected ',' or '}'\n  in \"<unicode string>\", line 2, column 1",
  );
  assert.equal(
    message("[a]: 1"),
    "while constructing a mapping\nfound unacceptable key [ScalarNode(tag='tag:yaml.org,2002:str', value='a')]\n" +
      '  in "<unicode string>", line 1, column 1',
  );
  assert.match(
    message("a: \x7f"),
    /control characters are not allowed\n {2}in "<unicode string>", position 3$/,
  );
});

test("what is nested without end is refused", () => {
  assert.throws(() => loadYaml("[".repeat(100_000)), { name: "YamlFault", message: /recursion depth/ });
});
