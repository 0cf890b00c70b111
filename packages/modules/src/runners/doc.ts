/**
 * The documentation of functions.
 */
import type { MutableDict, Value } from "@salt/core";
import { documentationOf, isDict, runnerFn, runnerModule } from "@salt/core";
import { usualPatience } from "./asking/ping.js";
import { everyMinion } from "./asking/target.js";

export const doc = runnerModule("doc", {
  doc: "The documentation of functions.",
  functions: {
    runner: runnerFn({
      doc: "The documentation of all runners.",
      examples: ["salt-run doc.runner"],
      run: async (_args, context) => {
        const docs: MutableDict = new Map<Value, Value>();
        for (const [name, fn] of await context.functions()) docs.set(name, documentationOf(fn));
        return docs;
      },
    }),
    wheel: runnerFn({
      doc: "The documentation of all wheel functions.",
      examples: ["salt-run doc.wheel"],
      run: async (_args, context) => {
        const docs: MutableDict = new Map<Value, Value>();
        for (const [name, fn] of await context.wheelFunctions()) docs.set(name, documentationOf(fn));
        return docs;
      },
    }),
    execution: runnerFn({
      doc: "The documentation of all functions that any minion has.",
      examples: ["salt-run doc.execution"],
      run: async (_args, context) => {
        const docs: MutableDict = new Map<Value, Value>();
        const patience = usualPatience(context);
        for await (const answer of context.run(everyMinion, "sys.doc", [], patience)) {
          if (isDict(answer.return)) for (const [name, text] of answer.return) docs.set(name, text);
        }
        return docs;
      },
    }),
  },
});
