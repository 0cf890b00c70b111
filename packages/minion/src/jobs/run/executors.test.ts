/** What stands between a job and its function. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ExecutionContext, Job, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  dict,
  executorModule,
  FunctionNotAvailableError,
  nullLogger,
  refusingControl,
  SaltInvocationError,
} from "@salt/core";
import { parseJob } from "../parse-job.js";
import { throughExecutors } from "./executors.js";

const seen: Plain[] = [];
const EXECUTORS = {
  look: executorModule("look", {
    doc: "Looks at the call and hands on.",
    execute: ({ func, args, kwargs, data }) => {
      seen.push([func, args, kwargs, data.get("executor_opts")]);
      return null;
    },
  }),
  wrap: executorModule("wrap", {
    doc: "Calls the function and wraps what it gives.",
    execute: async ({ func, args }, context) => ({ wrapped: await context.call(func, args) }),
  }),
};

function contextOf(opts: { readonly [name: string]: Plain }): ExecutionContext {
  const index = {
    names: async () => [],
    find: async (name: string) => {
      const executor = Object.values(EXECUTORS).find((one) => `${one.name}.execute` === name);
      if (executor?.functions.execute === undefined) throw new FunctionNotAvailableError(name);
      return executor.functions.execute;
    },
    has: async () => false,
    provider: async () => undefined,
  };
  return {
    ...{ id: "web1", opts: dict(opts), grains: new Map(), pillar: new Map(), job: undefined },
    ...{ functions: index, ofKind: () => index, control: refusingControl("no minion"), memory: new Map() },
    ...{ signal: new AbortController().signal, log: nullLogger, retcode: 0 },
    call: async (_name, args = []) => `called with ${String(args[0])}`,
  };
}

function jobOf(extra: { readonly [name: string]: Plain } = {}): Job {
  const fields = { jid: "20260102030405000000", fun: "test.echo", arg: ["hi"], tgt: "*", tgt_type: "glob" };
  return parseJob(dict({ ...fields, ...extra }));
}

async function run(opts: { readonly [name: string]: Plain }, job = jobOf()): Promise<Value> {
  const args: readonly Value[] = [
    "hi",
    new Map<Value, Value>([
      ["__kwarg__", true],
      ["a", 1],
    ]),
  ];
  const call = { fun: "test.echo", args, job, direct: async () => "direct" };
  return await throughExecutors(call, contextOf(opts));
}

test("without executors, the function is called", async () => {
  assert.equal(await run({}), "direct");
  assert.equal(await run({ module_executors: ["direct_call"] }), "direct");
});

test("the first that gives something ends it; those before see the call", async () => {
  seen.length = 0;
  const job = jobOf({ executor_opts: { splaytime: 3 } });
  assert.deepEqual(
    await run({ module_executors: ["look", "wrap"] }, job),
    dict({ wrapped: "called with hi" }),
  );
  assert.deepEqual(seen, [["test.echo", ["hi"], dict({ a: 1 }), dict({ splaytime: 3 })]]);
  assert.equal(await run({ module_executors: ["look", "direct_call"] }), "direct");
  assert.equal(await run({ module_executors: ["look"] }), null);
});

test("those of the job win; one that is not there is an error, and so is nothing at all", async () => {
  assert.deepEqual(
    await run({ module_executors: ["direct_call"] }, jobOf({ module_executors: "wrap" })),
    dict({ wrapped: "called with hi" }),
  );
  await assert.rejects(run({ module_executors: ["nobody"] }), /Executor 'nobody' is not available/);
  await assert.rejects(run({ module_executors: [5] }), SaltInvocationError);
});

test("sudo_user puts sudo in the place of the last one", async () => {
  await assert.rejects(run({ sudo_user: "app" }), /Executor 'sudo' is not available/);
  await assert.rejects(run({ sudo_user: "app", module_executors: ["look", "wrap"] }), /Executor 'sudo'/);
});

test("what an executor throws is the job's error", async () => {
  const context = contextOf({ module_executors: ["wrap"] });
  const failing: ExecutionContext = {
    ...context,
    call: async () => {
      throw new CommandExecutionError("it failed");
    },
  };
  const call = { fun: "test.echo", args: [], job: jobOf(), direct: async () => "direct" };
  await assert.rejects(throughExecutors(call, failing), /it failed/);
});
