import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Dict } from "@salt/core";
import { dict, fn, needed, stateFn } from "@salt/core";
import type { FakeMinion } from "../testing/fake-run.js";
import { answering, chunk, fakeRun } from "../testing/fake-run.js";
import { inRunOrder, runChunks, runSingle } from "./run-chunks.js";

/** Runs chunks: the calls in order, and `id result comment` of each state in the order of results. */
async function outcome(chunks: readonly Dict[], minion: FakeMinion = {}) {
  const { context, calls } = fakeRun(minion);
  const results = inRunOrder(await runChunks(chunks, { context }));
  const shown = [...results.values()].map((result) => {
    assert.ok(result instanceof Map);
    return [result.get("__id__"), result.get("result"), result.get("comment")];
  });
  return { calls, shown };
}

describe("requisites", () => {
  test("what is required runs first, and its failure keeps the others from running", async () => {
    const { calls, shown } = await outcome([
      chunk("a", "t.ok", { require: [{ t: "b" }] }),
      chunk("b", "t.fail"),
      chunk("c", "t.ok", { require_any: [{ t: "b" }, { t: "d" }] }),
      chunk("d", "t.ok"),
    ]);
    assert.deepEqual(calls, ["b", "d", "c"]);
    assert.deepEqual(shown, [
      ["b", false, ""],
      ["a", false, "One or more requisite failed: s.b"],
      ["d", true, ""],
      ["c", true, ""],
    ]);
  });

  test("a watching state whose module can watch is called again when there were changes", async () => {
    const watch = { watch: [{ t: "w*" }] };
    const { calls } = await outcome([
      chunk("a", "t.ok", watch),
      chunk("p", "plain.ok", watch),
      chunk("why", "t.change"),
    ]);
    assert.deepEqual(calls, ["why", "a", "!a", "p"]);
  });

  test("a prereq runs when the other state would change something, and not else", async () => {
    const both = (full: string) => [
      chunk("first", "t.change", { prereq: [{ t: "second" }] }),
      chunk("second", full, { prerequired: [{ t: "first" }] }),
    ];
    assert.deepEqual((await outcome(both("t.change"))).calls, ["?second", "first", "second"]);
    const { calls, shown } = await outcome(both("t.ok"));
    assert.deepEqual(calls, ["?second", "second"]);
    assert.deepEqual(shown[0], ["first", true, "No changes detected"]);
  });

  test("onchanges and onfail wait for what they are called after", async () => {
    const { calls, shown } = await outcome([
      chunk("ok", "t.ok"),
      chunk("bad", "t.fail"),
      chunk("new", "t.change"),
      chunk("c1", "t.ok", { onchanges: [{ t: "ok" }] }),
      chunk("c2", "t.ok", { onchanges: ["new"] }),
      chunk("f1", "t.ok", { onfail: [{ t: "ok" }] }),
      chunk("f2", "t.ok", { onfail: [{ t: "bad" }, { t: "ok" }] }),
      chunk("f3", "t.ok", { onfail_all: [{ t: "bad" }, { t: "ok" }] }),
    ]);
    assert.deepEqual(calls, ["ok", "bad", "new", "c2", "f2"]);
    assert.equal(shown[3]?.[2], "State was not run because none of the onchanges reqs changed");
    assert.equal(shown[5]?.[2], "State was not run because onfail req did not change");
  });

  test("circles and requisites on nothing are told, and the run goes on", async () => {
    const { shown } = await outcome([
      chunk("a", "t.ok", { require: [{ t: "b" }] }),
      chunk("b", "t.ok", { require: [{ t: "a" }] }),
      chunk("c", "t.ok", { require: [{ file: "x" }] }),
      chunk("d", "t.ok", { require: [{ sls: "s.*" }, { t: "d" }] }),
    ]);
    const comments = new Map(shown.map(([id, , comment]) => [id, comment]));
    assert.equal(comments.get("b"), "Recursive requisite found");
    assert.match(String(comments.get("c")), /were not found:\n {19}require:\n {23}file: x\n$/);
  });

  test("listeners are called at the end, for those that changed something", async () => {
    const { calls } = await outcome([
      chunk("a", "t.ok", { listen: [{ t: "c" }] }),
      chunk("b", "t.change", { listen: [{ t: "a" }], listen_in: [{ t: "x" }] }),
      chunk("c", "t.change"),
      chunk("x", "t.ok"),
    ]);
    assert.deepEqual(calls, ["a", "b", "c", "x", "!a", "!x"]);
  });
});

describe("keywords of every state", () => {
  const functions = {
    "cmd.retcode": fn({
      doc: "",
      params: { cmd: needed.str("") },
      varkw: "k",
      run: ({ cmd }) => (cmd === "true" ? 0 : 1),
    }),
    "x.no": answering(false),
  };

  test("onlyif, unless and creates", async () => {
    const { calls, shown } = await outcome(
      [
        chunk("a", "t.ok", { onlyif: "false" }),
        chunk("b", "t.ok", { onlyif: ["true", { fun: "x.no" }] }),
        chunk("c", "t.ok", { unless: ["true", "false"] }),
        chunk("d", "t.ok", { unless: "true", creates: "/nonexistent" }),
        chunk("e", "t.ok", { creates: ["/"] }),
      ],
      { functions },
    );
    assert.deepEqual(calls, ["c"]);
    assert.deepEqual(
      shown.map(([, , comment]) => comment),
      [
        "onlyif condition is false",
        "onlyif condition is false",
        "",
        "unless condition is true\nCreates files not found",
        "All files in creates exist",
      ],
    );
  });

  test("check_cmd decides, failhard ends the run, and a function that throws has failed", async () => {
    const broken = stateFn({
      doc: "",
      params: { name: needed.str("") },
      run: () => Promise.reject(new TypeError("no")),
    });
    const { shown } = await outcome(
      [
        chunk("a", "t.ok", { check_cmd: "false" }),
        chunk("b", "x.broken", { failhard: true }),
        chunk("c", "t.ok"),
      ],
      { functions, states: { "x.broken": broken } },
    );
    assert.equal(shown.length, 2);
    assert.deepEqual(shown[0], ["a", false, "check_cmd determined the state failed"]);
    assert.match(
      String(shown[1]?.[2]),
      /^An exception occurred in this state: Traceback[\s\S]*TypeError: no\n$/,
    );
  });

  test("retry goes on until the state succeeds, and tells of each attempt", async () => {
    let left = 2;
    const flaky = stateFn({
      doc: "",
      params: { name: needed.str("") },
      run: ({ name }) => ({ name, changes: {}, result: left-- <= 0, comment: "c" }),
    });
    const retry = { attempts: 5, interval: 0 };
    const { shown } = await outcome([chunk("a", "x.flaky", { retry })], { states: { "x.flaky": flaky } });
    const line = (at: number) =>
      `Attempt ${at}: Returned a result of "False", with the following comment: "c"`;
    assert.deepEqual(shown, [["a", true, `${line(1)}\n${line(2)}\nc`]]);
  });

  test("parallel states are waited for by those who require them, and at the end", async () => {
    const order: string[] = [];
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const slow = stateFn({
      doc: "",
      params: { name: needed.str("") },
      run: async ({ name }) => {
        if (name === "a") await gate;
        else open();
        order.push(name);
        return { name, changes: {}, result: true, comment: "" };
      },
    });
    const { shown } = await outcome(
      [
        chunk("a", "x.slow", { parallel: true }),
        chunk("b", "x.slow", { parallel: true }),
        chunk("c", "x.slow", { require: [{ x: "a" }] }),
      ],
      { states: { "x.slow": slow } },
    );
    assert.deepEqual(order, ["b", "a", "c"]);
    assert.deepEqual(
      shown.map(([, result]) => result),
      [true, true, true],
    );
  });

  test("a state that is not there, and words that its function does not take", async () => {
    const strict = stateFn({
      doc: "",
      params: { name: needed.str(""), must: needed.str("") },
      run: () => dict(),
    });
    const { context } = fakeRun({ states: { "x.strict": strict } });
    assert.deepEqual(await runSingle(chunk("a", "x.strict"), { context }), {
      errors: ["Missing parameter must for state x.strict"],
    });
    const words = chunk("a", "x.strict", { must: "y", odd: 1, order: 3 });
    await assert.rejects(
      runSingle(words, { context }),
      /^Saltinvocationerror|'odd' is an invalid keyword argument/i,
    );
    const { shown } = await outcome([chunk("a", "x.none")]);
    assert.match(
      String(shown[0]?.[2]),
      /^State 'x.none' was not found in SLS 's'\nReason: 'x.none' is not available.\n$/,
    );
    const lacking = await outcome([chunk("b", "zfs.volume_present")]);
    assert.match(
      String(lacking.shown[0]?.[2]),
      /Reason: 'zfs.volume_present' is not available. This implementation of Salt has no state module 'zfs'.\n$/,
    );
  });
});
