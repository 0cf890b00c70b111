import assert from "node:assert/strict";
import { test } from "node:test";
import { dict, type LogFields, nullLogger, toJson } from "@salt/core";
import { type MemoryTree, memoryCompiler } from "../testing/memory-tree.js";
import { StateDataError, TopFileError } from "./faults.js";
import { verifyTop } from "./verify-top.js";

const plain = (value: Parameters<typeof toJson>[0]): unknown => JSON.parse(toJson(value));

/** Low chunks of SLS in base, each as `state.fun id name order`, or the errors. */
async function lowOf(tree: MemoryTree[string], slss: readonly string[] = ["a"]): Promise<readonly string[]> {
  const compiler = memoryCompiler({ base: tree });
  const { high, errors } = await compiler.collect(new Map([["base", slss]]));
  const low = compiler.compileHigh(high);
  const all = [...errors, ...low.errors];
  if (all.length > 0) return all;
  return low.chunks.map((chunk) => {
    const [state, fun, id, name, order] = ["state", "fun", "__id__", "name", "order"].map((key) =>
      chunk.get(key),
    );
    return `${state}.${fun} ${id} ${name} ${order}`;
  });
}

/** One argument of the chunk of an id. */
async function argumentOf(text: string, id: string, key: string): Promise<unknown> {
  const compiler = memoryCompiler({ base: { "a.sls": text } });
  const { high } = await compiler.collect(new Map([["base", ["a"]]]));
  const { chunks, errors } = compiler.compileHigh(high);
  assert.deepEqual(errors, []);
  return plain(chunks.find((chunk) => chunk.get("__id__") === id)?.get(key) ?? null);
}

test("included states come first, and all are numbered in the order of reading", async () => {
  const tree = {
    "a.sls": "include: [.b.c, d]\none:\n  test.nop: []\n",
    "b/c.sls": "two: test.nop\n",
    "d/init.sls": "include: [.e]\nthree:\n  cmd.run:\n    - name: ls\n",
    "d/e.sls": "four:\n  test.nop: [order: first]\n",
  };
  assert.deepEqual(await lowOf(tree), [
    "test.nop four four 0",
    "test.nop two two 10000",
    "cmd.run three ls 10001",
    "test.nop one one 10002",
  ]);
});

test("names make a chunk each, with arguments of their own", async () => {
  const text = "x:\n  user.present:\n    - names: [ann, {bob: [{uid: 7}]}, ann]\n    - shell: /bin/sh\n";
  assert.deepEqual(await lowOf({ "a.sls": text }), [
    "user.present x ann 10000.0001",
    "user.present x bob 10000.0002",
  ]);
});

test("order: last, negative orders and numbers", async () => {
  const state = (id: string, order: string): string => `${id}:\n  test.nop:\n    - order: ${order}\n`;
  const text = state("l", "last") + state("n", "-1") + state("s", "5") + state("f", "first");
  assert.deepEqual(await lowOf({ "a.sls": text }), [
    "test.nop f f 0",
    "test.nop s s 5",
    "test.nop n n 1000104",
    "test.nop l l 1000105",
  ]);
});

test("require_in becomes a require of the other, once more for every later target of the list", async () => {
  const text =
    "a:\n  test.nop:\n    - require_in: [{test: b}, {test: c}]\nb:\n  test.nop: []\nc:\n  test.nop: []\n";
  assert.deepEqual(await argumentOf(text, "b", "require"), [{ test: "a" }, { test: "a" }]);
  assert.deepEqual(await argumentOf(text, "c", "require"), [{ test: "a" }]);
});

test("prereq marks what it waits for, use takes over what a state does not say itself", async () => {
  const text =
    "a:\n  test.nop:\n    - prereq: [{file: b}]\nb:\n  file.managed:\n    - mode: 600\n    - user: ann\n    - require: [{test: d}]\n" +
    "c:\n  file.managed:\n    - mode: 644\n    - use: [{file: b}]\nd:\n  test.nop: []\n";
  assert.deepEqual(await argumentOf(text, "b", "prerequired"), [{ test: "a" }]);
  assert.equal(await argumentOf(text, "c", "user"), "ann");
  assert.equal(await argumentOf(text, "c", "mode"), 644);
  assert.equal(await argumentOf(text, "c", "require"), null);
});

test("extend replaces arguments, joins requisites, and refuses ids that are not there", async () => {
  const text = (id: string): string =>
    `include: [b]\nextend:\n  ${id}:\n    file:\n      - mode: 600\n      - require: [{pkg: y}]\n`;
  const other = "x:\n  file.managed:\n    - mode: 644\n    - require: [{pkg: z}]\n";
  const compiler = memoryCompiler({ base: { "a.sls": text("x"), "b.sls": other } });
  const { high } = await compiler.collect(new Map([["base", ["a"]]]));
  const [chunk] = compiler.compileHigh(high).chunks;
  assert.equal(chunk?.get("mode"), 600);
  assert.deepEqual(plain(chunk?.get("require") ?? null), [{ pkg: "z" }, { pkg: "y" }]);
  assert.deepEqual(await lowOf({ "a.sls": text("q"), "b.sls": other }), [
    "Cannot extend ID 'q' in 'base:a'. It is not part of the high state.\n" +
      "This is likely due to a missing include statement or an incorrectly typed ID.\n" +
      "Ensure that a state with an ID of 'q' is available\nin environment 'base' and to SLS 'a'",
  ]);
});

test("exclude leaves out ids and SLS", async () => {
  const tree = {
    "a.sls": "include: [b, c]\nexclude:\n  - id: one\n  - sls: c\none: test.nop\ntwo: test.nop\n",
    "b.sls": "three: test.nop\n",
    "c.sls": "four: test.nop\n",
  };
  assert.deepEqual(await lowOf(tree), ["test.nop three three 10000", "test.nop two two 10003"]);
});

test("circular includes end", async () => {
  const tree = { "a.sls": "include: [b]\none: test.nop\n", "b.sls": "include: [a]\ntwo: test.nop\n" };
  assert.deepEqual(await lowOf(tree), ["test.nop two two 10000", "test.nop one one 10001"]);
});

const faults: readonly (readonly [string, MemoryTree[string], readonly string[]])[] = [
  ["no such SLS", {}, ["No matching sls found for 'a' in env 'base'"]],
  [
    "no such include",
    { "a.sls": "include: [b]\n" },
    [
      "Specified SLS b in saltenv base is not available on the salt master or through a configured fileserver",
    ],
  ],
  [
    "an include above the top",
    { "a.sls": "include: [...b]\n" },
    ["Attempted relative include of '...b' within SLS 'base:a' goes beyond top level package "],
  ],
  [
    "an include that is no list",
    { "a.sls": "include: {b: c}\nx: test.nop\n" },
    [
      "Include Declaration in SLS a is not formed as a list",
      "State 'include' in SLS 'a' is not formed as a list",
    ],
  ],
  [
    "an id that is a text",
    { "a.sls": "x: installed\n" },
    ["ID x in SLS a is not a dictionary", "The type x in installed is not formatted as a dictionary"],
  ],
  [
    "two states of one kind",
    { "a.sls": "x:\n  test.nop: []\n  test.succeed_with_changes: []\n" },
    ["ID 'x' in SLS 'a' contains multiple state declarations of the same type"],
  ],
  [
    "the same id twice",
    { "a.sls": "include: [b]\nx: test.nop\n", "b.sls": "x: test.nop\n" },
    [
      "Detected conflicting IDs, SLS IDs need to be globally unique.\n" +
        "    The conflicting ID is 'x' and is found in SLS 'base:a' and SLS 'base:b'",
    ],
  ],
  [
    "two functions",
    { "a.sls": "x:\n  test:\n    - nop\n    - fail_without_changes\n" },
    [
      "Too many functions declared in state 'x' in SLS 'a'. Please choose one of the following: nop, fail_without_changes",
    ],
  ],
  [
    "no function",
    { "a.sls": "x:\n  test:\n    - name: y\n" },
    ["No function declared in state 'x' in SLS 'a'"],
  ],
  [
    "a colon without arguments",
    { "a.sls": "x:\n  test.nop:\n" },
    [
      "ID 'x' in SLS 'a' contains a short declaration (test.nop) with a trailing colon. " +
        "When not passing any arguments to a state, the colon must be omitted.",
    ],
  ],
  [
    "a requisite that is no list",
    { "a.sls": "x:\n  test.nop:\n    - require: y\n" },
    ["The require statement in state 'x' in SLS 'a' needs to be formed as a list"],
  ],
  [
    "a requisite with a dot",
    { "a.sls": "x:\n  test.nop:\n    - require: [{pkg.installed: y}]\n" },
    [
      "Invalid requisite type 'pkg.installed' in state 'x', in SLS 'a'. Requisite types must not contain dots, did you mean 'pkg'?",
    ],
  ],
  [
    "two states that require each other",
    { "a.sls": "x:\n  test.nop:\n    - require: [{test: y}]\ny:\n  test.nop:\n    - require: [{test: x}]\n" },
    ['A recursive requisite was found, SLS "a" ID "y" ID "x"'],
  ],
  [
    "an id that is a number",
    { "a.sls": "5:\n  test.nop: []\n" },
    ["ID '5' in SLS 'a' is not formed as a string, but is a int. It may need to be quoted."],
  ],
];

for (const [what, tree, expected] of faults) {
  test(`told in Salt's words: ${what}`, async () => {
    const found = await lowOf(tree);
    for (const error of expected) {
      assert.ok(
        found.some((one) => one.includes(error)),
        `${error}\nis not in\n${found.join("\n")}`,
      );
    }
  });
}

test("the log says in which file and on which line an error is", async () => {
  const told: unknown[] = [];
  const log = { ...nullLogger, error: (fields: LogFields) => told.push(fields) };
  const tree = { "a.sls": "include: [b]\n", "b.sls": "ok: test.nop\n'bad id':\n  test: []\n" };
  const compiler = memoryCompiler({ base: tree }, {}, log);
  const { high } = await compiler.collect(new Map([["base", ["a"]]]));
  assert.equal(compiler.compileHigh(high).errors.length, 1);
  assert.deepEqual(told, [{ file: "b.sls", line: 2 }]);
});

test("high data that nothing can be made of is refused, not passed over", async () => {
  const tree = { "a.sls": "x:\n  test.nop:\n    - names: [{y: {uid: 1}}]\n" };
  await assert.rejects(lowOf(tree), StateDataError);
});

const environments: MemoryTree = {
  base: { "top.sls": "base: {'*': [a]}\nqa: {'web*': [q]}\n" },
  qa: { "top.sls": "qa: {'*': [r]}\nbase: {'*': [b]}\n" },
  dev: { "top.sls": "dev: {'*': [d], db1: [e]}\nqa: {'*': [s]}\n" },
  ops: { "o.sls": "" },
};

const strategies: readonly (readonly [string, unknown])[] = [
  ["merge", { base: ["a"], qa: ["q"], dev: ["d"] }],
  ["merge_all", { base: ["a", "b"], qa: ["q", "r", "s"], dev: ["d"] }],
  ["same", { base: ["a"], qa: ["r"], dev: ["d"] }],
];

for (const [strategy, expected] of strategies) {
  test(`top files of several environments, strategy ${strategy}`, async () => {
    const compiler = memoryCompiler(environments, { top_file_merging_strategy: strategy });
    assert.deepEqual(plain(await compiler.matches(await compiler.top())), expected);
  });
}

test("top files: types of targets, what is included, and what is no top file", async () => {
  const top =
    "include: [more]\nbase:\n  os:Debian: [{match: grain}, a]\n  'db*': [b]\n  'G@os:Debian and web1': [c]\n  os:Arch: [{match: grain}, d]\n";
  const compiler = memoryCompiler({ base: { "top.sls": top, "more.sls": "base: {'web*': [e]}\n" } });
  assert.deepEqual(plain(await compiler.matches(await compiler.top())), { base: ["a", "c", "e"] });
  const none = memoryCompiler({ base: { "top.sls": "base:\n" } });
  await assert.rejects(none.top(), TopFileError);
  const text = memoryCompiler({ base: { "top.sls": "base: {'*': a}\n5: {'*': [b]}\n" } });
  assert.deepEqual(verifyTop(await text.top()), [
    "Malformed topfile: state declarations for matcher '*' in saltenv 'base' are not formed as a list (got str)",
    "Environment 5 in top file is not formed as a string",
  ]);
});

test("what master_tops say stands behind the top file, or before it, and once", async () => {
  const tree = { base: { "top.sls": "base: {'*': [a, b]}\n" } };
  const tops = dict({ base: ["b", "c"], dev: ["d"] });
  const behind = memoryCompiler(tree, {}, undefined, tops);
  assert.deepEqual(plain(await behind.matches(await behind.top())), { base: ["a", "b", "c"], dev: ["d"] });
  const before = memoryCompiler(tree, { master_tops_first: true }, undefined, tops);
  assert.deepEqual(plain(await before.matches(await before.top())), { base: ["b", "c", "a"], dev: ["d"] });
});

test("what is only shown is looked at further than what is run, as in Salt", async () => {
  const text = "x:\n  test.nop:\n    - names: one\n    - onchanges_in: [{id: missing}]\n";
  const errorsWith = async (allErrors: boolean): Promise<readonly string[]> => {
    const compiler = memoryCompiler({ base: { "a.sls": text } });
    const { high } = await compiler.collect(new Map([["base", ["a"]]]));
    return compiler.compileHigh(high, { allErrors }).errors;
  };
  const form = "The 'names' argument in state 'x' in SLS 'a' needs to be formed as a list";
  assert.deepEqual(await errorsWith(false), [form]);
  const [first, second] = await errorsWith(true);
  assert.equal(first, form);
  assert.match(second ?? "", /^Cannot extend ID 'missing' in 'base:a'\./);
});
