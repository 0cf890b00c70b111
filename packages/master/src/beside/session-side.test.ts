/** What runners have beside the master. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import {
  CommandExecutionError,
  callFunction,
  dict,
  needed,
  nullLogger,
  PluginCatalog,
  runnerFn,
  runnerModule,
} from "@salt/core";
import { RunnerSession } from "../runners/runner-session.js";
import { scratch, testConfig } from "../testing/scratch.js";

const builtin = runnerModule("builtin", {
  doc: "",
  functions: {
    twice: runnerFn({
      doc: "",
      params: { text: needed.str("") },
      run: ({ text }, context) => `${text}${text} of ${context.opts.get("id")}`,
    }),
  },
});

function session(t: TestContext, files: Readonly<Record<string, string>> = {}): RunnerSession {
  const dir = scratch(t);
  mkdirSync(join(dir, "runners"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, "runners", name), text);
  const entry = {
    kind: "runner",
    name: "builtin",
    virtualName: "builtin",
    load: async () => builtin,
  } as const;
  const made = new RunnerSession({
    config: testConfig(dir),
    opts: dict({ id: "master1", extension_modules: dir, cachedir: join(dir, "cache") }),
    catalog: new PluginCatalog([entry]),
    user: "root",
    jid: "20260101120000000000",
    log: nullLogger,
    signal: new AbortController().signal,
  });
  t.after(() => made.close());
  return made;
}

test("runners in Python are found, call built-in ones, and set the exit status", async (t) => {
  const text = `
def hello(name, times=1):
    '''Greets.'''
    __context__["retcode"] = 3
    return [__salt__["builtin.twice"](name)] * times + [__opts__["id"]]
`;
  const runner = session(t, { "greet.py": text });
  const fn = await runner.runners.find("greet.hello");
  assert.equal(fn.doc, "Greets.");
  assert.deepEqual(await callFunction("greet.hello", fn, ["a", "times=2"], runner), [
    "aa of master1",
    "aa of master1",
    "master1",
  ]);
  assert.equal(runner.retcode, 3);
  assert.deepEqual([...(await runner.functions()).keys()], ["builtin.twice", "greet.hello"]);
});

test("a plugin on disk takes the place of a built-in one", async (t) => {
  const runner = session(t, { "builtin.py": "def twice(text):\n    return 'mine'\n" });
  const fn = await runner.runners.find("builtin.twice");
  assert.equal(await callFunction("builtin.twice", fn, ["a"], runner), "mine");
});

test("functions beside the master have no minion to ask", async (t) => {
  const context = await session(t).masterSide();
  assert.equal(context.id, "master1");
  await assert.rejects(context.control.refreshPillar(), CommandExecutionError);
  await assert.rejects(
    context.control.request(dict({ cmd: "_return" })),
    /nobody to ask but its file server/,
  );
});

test("the master's own pillar is compiled for its id, and a job of its own has its number", async (t) => {
  const runner = session(t);
  const job = { jid: "20260101120000000001", fun: "state.orchestrate", arg: [], user: "root", ret: "" };
  const target = { tgt: "", tgtType: "glob", delimiter: ":" } as const;
  const context = await runner.masterSide({ ...job, target, metadata: undefined, load: new Map() });
  assert.equal(context.job?.jid, "20260101120000000001");
  const pillar = await context.control.compilePillar({ override: dict({ a: 1 }) });
  assert.equal(pillar.get("a"), 1);
});

test("saltutil.runner works through the session", async (t) => {
  const context = await session(t).masterSide();
  const result = await context.masterHere?.runner("", "builtin.twice", { arg: ["a"], kwarg: {} });
  assert.deepEqual([result?.value, result?.success], ["aa of master1", true]);
  await assert.rejects(
    context.masterHere?.runner("", "no.such", { arg: [], kwarg: {} }) ?? Promise.resolve(),
    {
      code: "FUNCTION_NOT_AVAILABLE",
    },
  );
});

test("built-in runners are functions beside the master", async (t) => {
  const context = await session(t).masterSide();
  const fn = await context.ofKind("runner").find("builtin.twice");
  assert.equal(await callFunction("builtin.twice", fn, ["a"], context), "aa of master1");
});
