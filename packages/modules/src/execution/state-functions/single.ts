/**
 * `state.single` and `state.low`: one state, without an SLS file.
 */
import type { Dict, ExecutionContext, MutableDict, Rest, Value } from "@salt/core";
import { deriveContext, fn, needed } from "@salt/core";
import type { RunParts } from "@salt/states";
import { runSingle } from "@salt/states";
import { conflictOf } from "./conflict.js";
import { COMPILE_FAILED, setRetcode } from "./retcodes.js";
import { runQueue, runTest } from "./run-params.js";
import { runPartsOf } from "./run-parts.js";
import { trialValue } from "./trial.js";

/** `single` and `low`. */
export const singleFunctions = {
  single: fn({
    doc: "Runs one state function. Keywords are the state's own, and those that every state takes.",
    examples: [
      "salt '*' state.single pkg.installed name=vim",
      "salt '*' state.single test.nop name=x test=True",
    ],
    params: {
      fun: needed.str("The state function, e.g. `file.managed`."),
      name: needed.any("The name of what it is about."),
      test: runTest,
      queue: runQueue,
    },
    varkw: "kwargs",
    outputter: "highstate",
    run: async ({ fun, name, test, queue }, context, rest) => {
      const conflict = await conflictOf(context, {
        queue,
        concurrent: rest.kwargs.get("concurrent") ?? false,
      });
      if (conflict !== undefined) return conflict;
      const [state, short] = fun.split(".");
      if (short === undefined) {
        context.retcode = COMPILE_FAILED;
        return "Invalid function passed";
      }
      const low = keywordsOf(rest);
      low
        .set("state", state ?? "")
        .set("fun", short)
        .set("__id__", name)
        .set("name", name);
      const opts = new Map(context.opts).set("test", await trialValue(test, rest.kwargs, context));
      return await runOne(low, context, runPartsOf(deriveContext(context, { opts })));
    },
  }),
  low: fn({
    doc:
      "Runs one low chunk: a map with `state`, `fun`, `name`, `__id__` and the state's keywords. The keyword " +
      "test=True only says what would change; Salt changes it all the same.",
    examples: [`salt '*' state.low '{"state": "pkg", "fun": "installed", "name": "vi", "__id__": "vi"}'`],
    params: { data: needed.dict("The low chunk."), queue: runQueue },
    varkw: "kwargs",
    run: async ({ data, queue }, context, rest) => {
      const conflict = await conflictOf(context, {
        queue,
        concurrent: rest.kwargs.get("concurrent") ?? false,
      });
      if (conflict !== undefined) return conflict;
      const test = await trialValue(rest.kwargs.get("test") ?? null, rest.kwargs, context);
      const opts = new Map(context.opts).set("test", test);
      const done = await runSingle(data, runPartsOf(deriveContext(context, { opts })));
      if (!("errors" in done)) return done.result;
      context.retcode = COMPILE_FAILED;
      return done.errors;
    },
  }),
};

/** The state's keywords: what the master tells of the job is none of them. */
function keywordsOf(rest: Rest): MutableDict {
  return new Map<Value, Value>([...rest.kwargs].filter(([key]) => !key.startsWith("__pub_")));
}

async function runOne(low: Dict, context: ExecutionContext, parts: RunParts): Promise<Value> {
  const done = await runSingle(low, parts);
  if ("errors" in done) {
    context.retcode = COMPILE_FAILED;
    return [...done.errors];
  }
  const results = new Map<Value, Value>([[done.tag, done.result]]);
  setRetcode(context, results);
  return results;
}
