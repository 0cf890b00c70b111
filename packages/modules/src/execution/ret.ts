/**
 * Asking returners for what was sent to them.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { callDirectly, executionModule, fn, needed } from "@salt/core";

const returner = needed.str("The returner, e.g. `redis`.");

export const ret = executionModule("ret", {
  doc: "Asking returners for what was sent to them.",
  functions: {
    get_jid: fn({
      doc: "The returns of a job, by minion.",
      examples: ["salt web1 ret.get_jid redis 20261121181954700505"],
      params: { returner, jid: needed.any("The job's id.") },
      run: (args, context) => ask(context, args.returner, "get_jid", [String(args.jid)]),
    }),
    get_fun: fn({
      doc: "The last return of a function, by minion.",
      examples: ["salt web1 ret.get_fun mysql network.interfaces"],
      params: { returner, fun: needed.str("The function.") },
      run: (args, context) => ask(context, args.returner, "get_fun", [args.fun]),
    }),
    get_jids: fn({
      doc: "All jobs, by id.",
      examples: ["salt web1 ret.get_jids mysql"],
      params: { returner },
      run: (args, context) => ask(context, args.returner, "get_jids", []),
    }),
    get_minions: fn({
      doc: "The minions that have returned something.",
      examples: ["salt web1 ret.get_minions mysql"],
      params: { returner },
      run: (args, context) => ask(context, args.returner, "get_minions", []),
    }),
  },
});

/** Functions of returners on disk may have any of these too, in Python or JavaScript. */
async function ask(
  context: ExecutionContext,
  name: string,
  fun: string,
  args: readonly Value[],
): Promise<Value> {
  const fullName = `${name}.${fun}`;
  const found = await context.ofKind("returner").find(fullName);
  return await callDirectly(fullName, found, args, new Map(), context);
}
