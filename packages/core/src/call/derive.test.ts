import assert from "node:assert/strict";
import { test } from "node:test";
import { nullLogger } from "../base/log.js";
import type { Plain } from "../base/value.js";
import { dict } from "../base/value.js";
import type { ExecutionContext, ExecutionFunction } from "../plugin/kinds/execution.js";
import { fn } from "../plugin/kinds/execution.js";
import { refusingControl } from "../plugin/refusing-control.js";
import { deriveContext } from "./derive.js";

function contextWith(functions: Readonly<Record<string, ExecutionFunction>>): ExecutionContext {
  const index = {
    names: async () => Object.keys(functions),
    find: async (name: string) => functions[name] ?? assert.fail(name),
    has: async (name: string) => name in functions,
    provider: async () => undefined,
  };
  const refuse = async (): Promise<never> => assert.fail("nothing is asked of the daemon");
  return {
    id: "web1",
    opts: dict({ test: false }),
    grains: new Map(),
    pillar: dict({ role: "old" }),
    job: undefined,
    functions: index,
    ofKind: () => index,
    control: refusingControl("nothing is asked here"),
    memory: new Map(),
    signal: new AbortController().signal,
    log: nullLogger,
    retcode: 0,
    call: refuse,
  };
}

test("functions called through a derived context see its pillar, at any depth", async () => {
  const role = fn({ doc: "", run: (_args, context): Plain => context.pillar.get("role") ?? null });
  const outer = fn({ doc: "", run: (_args, context) => context.call("x.role") });
  const context = contextWith({ "x.role": role, "x.outer": outer });
  const derived = deriveContext(context, { pillar: dict({ role: "new" }) });
  assert.equal(await derived.call("x.outer"), "new");
  assert.equal(context.pillar.get("role"), "old");
  assert.equal(derived.opts, context.opts);
});

test("the exit status set in a derived context is the job's", () => {
  const context = contextWith({});
  const derived = deriveContext(context, {});
  derived.retcode = 2;
  assert.equal(context.retcode, 2);
  context.retcode = 5;
  assert.equal(derived.retcode, 5);
});
