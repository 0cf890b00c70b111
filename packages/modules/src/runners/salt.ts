/**
 * Execution functions: called beside the master, or on minions.
 */
import {
  callFunction,
  FunctionNotAvailableError,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  runnerFn,
  runnerModule,
  SaltInvocationError,
} from "@salt/core";
import { givenKeywords } from "../values/keywords.js";
import { argumentList } from "./salt-functions/argument-list.js";
import { executeOnMinions } from "./salt-functions/execute.js";

export const salt = runnerModule("salt", {
  doc: "Execution functions: called beside the master, or on minions.",
  functions: {
    cmd: runnerFn({
      doc: "Calls an execution function on the master's own machine, without a minion and without a pillar.",
      examples: ["salt-run salt.cmd test.echo hello", "salt-run salt.cmd cmd.run 'uptime' python_shell=True"],
      params: { fun: needed.str("The function.") },
      varargs: "args",
      varkw: "kwargs",
      run: async ({ fun }, context, { args, kwargs }) => {
        const given = givenKeywords(kwargs);
        if (isTruthy(given.get("with_pillar"))) {
          throw new SaltInvocationError("with_pillar: this runner has no pillar to give to the function");
        }
        given.delete("with_pillar");
        const inner = await context.masterSide();
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
