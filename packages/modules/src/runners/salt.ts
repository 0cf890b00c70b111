/**
 * Execution functions: called beside the master, or on minions.
 */
import type { ExecutionContext, RunnerContext } from "@salt/core";
import {
  callFunction,
  deriveContext,
  FunctionNotAvailableError,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  runnerFn,
  runnerModule,
} from "@salt/core";
import { givenKeywords } from "../values/keywords.js";
import { argumentList } from "./salt-functions/argument-list.js";
import { executeOnMinions } from "./salt-functions/execute.js";

/** The context with a pillar that is compiled for the master itself, as for a minion of its id. */
async function withPillar(own: ExecutionContext, context: RunnerContext): Promise<ExecutionContext> {
  return deriveContext(own, { pillar: await context.pillars.compile({ id: own.id, grains: own.grains }) });
}

export const salt = runnerModule("salt", {
  doc: "Execution functions: called beside the master, or on minions.",
  functions: {
    cmd: runnerFn({
      doc: "Calls an execution function on the master's own machine, without a minion; with_pillar=True compiles a pillar for it.",
      examples: ["salt-run salt.cmd test.echo hello", "salt-run salt.cmd pillar.get role with_pillar=True"],
      params: { fun: needed.str("The function.") },
      varargs: "args",
      varkw: "kwargs",
      run: async ({ fun }, context, { args, kwargs }) => {
        const given = givenKeywords(kwargs);
        const wantsPillar = isTruthy(given.get("with_pillar") ?? false);
        given.delete("with_pillar");
        const own = await context.masterSide();
        const inner = wantsPillar ? await withPillar(own, context) : own;
        try {
          const keywords = Object.fromEntries([...given].map(([name, value]) => [pythonStr(name), value]));
          const fn = await inner.functions.find(fun);
          const result = await callFunction(fun, fn, argumentList(args, keywords), inner);
          context.retcode = inner.retcode;
          return result;
        } catch (error) {
          if (error instanceof FunctionNotAvailableError) return `'${fun}' is not available.`;
          throw error;
        }
      },
    }),
    execute: runnerFn({
      doc: "Runs a function on minions and gives their returns by minion.",
      examples: [
        "salt-run salt.execute 'web*' cmd.run arg='[uptime]'",
        "salt-run salt.execute '*' test.arg kwarg='{a: 1}'",
        "salt-run salt.execute '*' test.ping full_return=True",
      ],
      params: {
        tgt: needed.any("The minions to run it on."),
        fun: needed.str("The function."),
        arg: maybe.any([], "Its positional arguments, as a list."),
        timeout: maybe.int(null, "Seconds to wait for answers."),
        tgt_type: maybe.str("glob", "How the target is to be read."),
        ret: maybe.str("", "Returners that minions call too, comma-joined."),
        jid: maybe.str("", "A job id to use; the master makes one unless given."),
        kwarg: maybe.any(null, "Its keyword arguments, as a map."),
      },
      varkw: "kwargs",
      run: (args, context, { kwargs }) => executeOnMinions(args, givenKeywords(kwargs), context),
    }),
  },
});
