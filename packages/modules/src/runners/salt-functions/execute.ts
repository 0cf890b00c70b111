/**
 * `salt.execute`: a function on minions, as Salt's own client runs it for programs.
 */
import type { Dict, JobReturn, MutableDict, Plain, RunnerContext, Value } from "@salt/core";
import { dict, isDict, isList, isTruthy, pythonStr } from "@salt/core";
import { NOBODY, waiting } from "../asking/ping.js";
import { targetOf } from "../asking/target.js";
import { argumentList } from "./argument-list.js";

/** What the runner is called with. */
export interface ExecuteArgs {
  readonly tgt: Value;
  readonly fun: string;
  readonly arg: Value;
  readonly timeout: number | null;
  readonly tgt_type: string | null;
  readonly ret: string | null;
  readonly jid: string | null;
  readonly kwarg: Value;
}

/** Keyword arguments that are no options of the job. */
const OWN_OPTIONS: ReadonlySet<string> = new Set(["full_return", "gather_job_timeout", "verbose"]);

/** Returns by minion; with `full_return` everything that came back. Further keywords go with the job. */
export async function executeOnMinions(
  args: ExecuteArgs,
  options: Dict,
  context: RunnerContext,
): Promise<Dict> {
  const gather = options.get("gather_job_timeout");
  const patience = waiting(context, {
    timeout: args.timeout,
    gather_job_timeout: typeof gather === "number" ? gather : null,
  });
  const load = Object.fromEntries(
    [...options]
      .map(([name, value]) => [pythonStr(name), value] as const)
      .filter(([name]) => !OWN_OPTIONS.has(name)),
  );
  const how = {
    ...patience,
    load,
    ...(args.ret ? { ret: args.ret } : {}),
    ...(args.jid ? { jid: args.jid } : {}),
  };
  const target = targetOf(args.tgt, args.tgt_type ?? "glob");
  const returns: MutableDict = new Map();
  const isFull = isTruthy(options.get("full_return") ?? false);
  let isSent = false;
  const onSent = (): void => {
    isSent = true;
  };
  for await (const answer of context.run(target, args.fun, jobArguments(args), { ...how, onSent })) {
    returns.set(answer.id, isFull ? fullReturn(answer) : answer.return);
  }
  if (!isSent) context.progress(NOBODY);
  return returns;
}

function jobArguments({ arg, kwarg }: ExecuteArgs): readonly Value[] {
  const keywords = isDict(kwarg) ? [...kwarg].map(([k, v]) => [pythonStr(k), v] as const) : [];
  const positional: readonly Plain[] = isList(arg) ? arg : [arg];
  return argumentList(positional, Object.fromEntries(keywords));
}

function fullReturn({ jid, return: ret, retcode, out }: JobReturn): Dict {
  return dict({ jid, ret, retcode, ...(out === undefined ? {} : { out }) });
}
