/** Python's texts for values, compared with what CPython printed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { MalformedError } from "../base/errors.js";
import type { Value } from "../base/value.js";
import { float, isList } from "../base/value.js";
import { parseJson } from "../json/read.js";
import { toJson } from "../json/write.js";
import { readVectors, vectorValue } from "../testing/vector.js";
import { floatRepr } from "./float.js";
import { copyOfDict, OrderedDict, withOrderedDicts, withPlainDicts } from "./ordered-dict.js";
import { pythonRepr, pythonStr } from "./repr.js";
import { Tuple, tuple } from "./tuple.js";

interface Case {
  readonly input: unknown;
  readonly repr: string;
  readonly str: string;
  readonly json?: string;
  readonly ascii?: string;
  readonly indent?: string;
  readonly compact?: string;
  readonly sorted?: string;
  readonly jsonError?: string;
}

const { cases } = readVectors("python.json") as { cases: Case[] };

test("repr and str", () => {
  for (const { input, repr, str } of cases) {
    assert.equal(pythonRepr(vectorValue(input)), repr);
    assert.equal(pythonStr(vectorValue(input)), str);
  }
});

test("json.dumps in every form", () => {
  for (const each of cases) {
    const value = vectorValue(each.input);
    if (each.json === undefined) {
      assert.throws(() => toJson(value), new RegExp(each.jsonError?.slice(0, 20) ?? ""));
      continue;
    }
    assert.equal(toJson(value), each.json);
    assert.equal(toJson(value, { ensureAscii: true }), each.ascii);
    assert.equal(toJson(value, { indent: 4 }), each.indent);
    assert.equal(toJson(value, { separators: [",", ":"] }), each.compact);
    if (each.sorted !== undefined) assert.equal(toJson(value, { sortKeys: true }), each.sorted);
  }
});

test("a time is printed as a datetime", () => {
  const time = new Date(Date.UTC(2026, 10, 21, 4, 2, 21, 779));
  assert.equal(pythonRepr(time), "datetime.datetime(2026, 11, 21, 4, 2, 21, 779000)");
  assert.equal(pythonStr(time), "2026-11-21 04:02:21.779000");
  assert.equal(pythonRepr(new Date(Date.UTC(2026, 0, 1))), "datetime.datetime(2026, 1, 1, 0, 0)");
});

const scalars = fc.oneof(
  fc.constantFrom<Value>(null, true, false),
  fc.string({ unit: "grapheme" }),
  fc.integer(),
  fc.bigInt().filter((value) => value > 2n ** 53n || value < -(2n ** 53n)),
  fc.double({ noNaN: true }).map((value) => float(value)),
);
const values = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    scalars,
    fc.array(tie("value"), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.string(), tie("value")), { maxLength: 4 })
      .map((entries) => new Map<Value, Value>(entries)),
  ),
})).value;

test("a value survives being written as JSON and read again", () => {
  fc.assert(
    fc.property(values, (value) => {
      assert.deepEqual(parseJson(toJson(value)), value);
      assert.deepEqual(parseJson(toJson(value, { indent: 2, ensureAscii: true })), value);
    }),
  );
});

test("the text of a float is read as the same float", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      assert(Object.is(Number(floatRepr(value)), value));
    }),
  );
});

test("texts that are no JSON are refused with a place", () => {
  for (const text of [
    "",
    "{",
    "[1,]",
    "{a: 1}",
    "nul",
    "1 2",
    '"\n"',
    '"\\q"',
    "01",
    "1.",
    "[".repeat(2000),
  ]) {
    assert.throws(() => parseJson(text), MalformedError, text);
  }
  assert.throws(() => parseJson('{"a":\n  ?}'), /line 2, column 3/);
});

test("tuples stand in parentheses, and are lists otherwise", () => {
  assert.equal(pythonRepr(tuple([])), "()");
  assert.equal(pythonRepr([tuple([1]), tuple(["a", tuple([2])])]), "[(1,), ('a', (2,))]");
  assert.ok(isList(tuple([1])));
  assert.ok(!(tuple([1]).map((item) => item) instanceof Tuple));
});

test("ordered dicts show what they are, and copies keep their kind", () => {
  const plain = new Map<Value, Value>([
    ["b", [new Map([["x", 1]])]],
    ["a", new Map()],
  ]);
  const ordered = withOrderedDicts(plain);
  assert.equal(pythonRepr(ordered), "OrderedDict([('b', [OrderedDict([('x', 1)])]), ('a', OrderedDict())])");
  assert.equal(pythonRepr(withPlainDicts(ordered)), "{'b': [{'x': 1}], 'a': {}}");
  assert.ok(copyOfDict(new OrderedDict([["k", 1]])) instanceof OrderedDict);
  assert.ok(!(copyOfDict(plain) instanceof OrderedDict));
});
