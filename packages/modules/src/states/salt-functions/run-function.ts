/**
 * `salt.function`: an execution function on minions, as one state of an orchestration.
 */
import type { Dict, ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import { errorText, isDict, isList, isTrial, isTruthy, pythonStr } from "@salt/core";
import { answer, failed } from "../answer/answer.js";
import type { CmdKeywords } from "./minion-returns.js";
import { forgiven, idList, jidOf, returnOf, runOnMinions } from "./minion-returns.js";

/** The arguments of `salt.function`. */
export interface FunctionArgs {
  readonly name: string;
  readonly tgt: Value;
  readonly ssh: boolean;
  readonly tgt_type: string | null;
  readonly ret: string | null;
  readonly ret_config: Value;
  readonly ret_kwargs: Value;
  readonly expect_minions: boolean;
  readonly fail_minions: Value;
  readonly fail_function: string | null;
  readonly arg: Value;
  readonly kwarg: Value;
  readonly timeout: number | null;
  readonly batch: Value;
  readonly subset: Value;
  readonly failhard: Value;
}

/** Calls the function that is the name of the state on its minions. */
export async function runFunction(
  args: FunctionArgs,
  roster: Value,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name, tgt } = args;
  const hint = typeof args.arg === "string" ? ["Please specify 'arg' as a list of arguments."] : [];
  if (isTrial(context)) {
    const comment = `Function ${name} would be executed on target ${pythonStr(tgt)}`;
    return { ...answer(name, null, comment), ...warned(hint) };
  }
  let returns: Dict;
  try {
    const what = { type: "function", name, tgt, fun: name } as const;
    returns = await runOnMinions(context, what, cmdKeywords(args, roster, context));
  } catch (error) {
    context.signal.throwIfAborted();
    return { ...failed(name, errorText(error)), ...warned(hint) };
  }
  const { ids, warnings } = forgiven(args.fail_minions);
  const more = { ...jidOf(returns), ...warned([...hint, ...warnings]) };
  if (returns.size === 0) return { ...failed(name, "No minions responded"), ...more };
  return { ...(await verdict(args, returns, ids, context)), ...more };
}

function warned(warnings: readonly string[]): { readonly warnings?: readonly string[] } {
  return warnings.length === 0 ? {} : { warnings };
}

function cmdKeywords(args: FunctionArgs, roster: Value, context: ExecutionContext): CmdKeywords {
  const { ret, timeout, tgt_type, ssh, expect_minions } = args;
  const isHard = args.failhard === true || isTruthy(context.opts.get("failhard"));
  return {
    ...{ arg: wordsOf(args.arg), kwarg: args.kwarg ?? {}, ret, timeout },
    ...(args.batch === null ? {} : { batch: pythonStr(args.batch) }),
    ...(args.subset === null ? {} : { subset: args.subset }),
    ...{ tgt_type, ssh },
    ...(roster === null ? {} : { roster }),
    expect_minions,
    ...(isHard ? { failhard: true } : {}),
    ...(isTruthy(args.ret_config) ? { ret_config: args.ret_config } : {}),
    ...(isTruthy(args.ret_kwargs) ? { ret_kwargs: args.ret_kwargs } : {}),
  };
}

function wordsOf(arg: Value): Value {
  if (typeof arg === "string") return arg.split(/\s+/).filter((word) => word !== "");
  return isTruthy(arg) ? arg : [];
}

async function verdict(
  { name, fail_function }: FunctionArgs,
  returns: Dict,
  forgivenIds: readonly Value[],
  context: ExecutionContext,
): Promise<StateAnswer> {
  const changes: MutableDict = new Map();
  const failures = new Set<Value>();
  for (const [id, facts] of returns) {
    const isMissing = isDict(facts) && isTruthy(facts.get("failed"));
    const told = isMissing ? false : (returnOf(facts) ?? null);
    // As in Salt, a minion may not fail by its exit status, whatever `fail_minions` says.
    if (isDict(facts) && failedStatus(facts.get("retcode"))) failures.add(id);
    const isGood = told !== false && (await passes(fail_function, told, context));
    if (!isGood && !forgivenIds.includes(id)) failures.add(id);
    changes.set(id, told);
  }
  const ran = ` Function ${name} ran on ${idList(changes.keys())}.`;
  const shown = { ret: changes };
  return failures.size > 0
    ? failed(name, `Running function ${name} failed on minions: ${idList(failures)}${ran}`, shown)
    : answer(name, true, `Function ran successfully.${ran}`, shown);
}

function failedStatus(retcode: Value | undefined): boolean {
  return isList(retcode) ? retcode.some(isTruthy) : isTruthy(retcode ?? null);
}

async function passes(fun: string | null, told: Value, context: ExecutionContext): Promise<boolean> {
  return fun === null || fun === "" || isTruthy(await context.call(fun, [told]));
}
