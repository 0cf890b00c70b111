/**
 * Executors: what a job goes through on its way to its function.
 */
import type { Dict, ExecutionContext, Job, Value } from "@salt/core";
import {
  callDirectly,
  FunctionNotAvailableError,
  get,
  getString,
  isDict,
  isList,
  isTruthy,
  SaltInvocationError,
} from "@salt/core";

/** The executor that calls the function, and needs no plugin. */
const DIRECT = "direct_call";

/** A call that is to go through executors. */
export interface GuardedCall {
  readonly fun: string;
  readonly args: readonly Value[];
  readonly job: Job;
  /** Calls the function itself. */
  readonly direct: () => Promise<Value>;
}

/**
 * What the first executor gives that gives anything. Which they are is said by the job, by the minion's options, or by
 * `sudo_user`, which puts `sudo` in the place of the last one. Throws SaltInvocationError for one that there is not, and
 * what executors throw.
 */
export async function throughExecutors(call: GuardedCall, context: ExecutionContext): Promise<Value> {
  for (const name of executorsOf(call.job, context.opts)) {
    const value = name === DIRECT ? await call.direct() : await execute(name, call, context);
    if (value !== null) return value;
  }
  return null;
}

function executorsOf(job: Job, opts: Dict): readonly string[] {
  const asked = get(job.load, "module_executors");
  const chosen = isTruthy(asked ?? null) ? asked : (opts.get("module_executors") ?? [DIRECT]);
  const names = (isList(chosen) ? chosen : [chosen]).filter((name) => typeof name === "string");
  if (names.length === 0) {
    throw new SaltInvocationError(
      "Wrong executors specification: a text or a list that is not empty is needed",
    );
  }
  return (getString(opts, "sudo_user") ?? "") === "" ? names : [...names.slice(0, -1), "sudo"];
}

async function execute(name: string, call: GuardedCall, context: ExecutionContext): Promise<Value> {
  const fn = await findExecutor(name, context);
  const last = call.args.at(-1);
  const hasNamed = isDict(last) && last.has("__kwarg__");
  const named = hasNamed ? new Map([...last].filter(([key]) => key !== "__kwarg__")) : new Map();
  const data = new Map<Value, Value>([...call.job.load, ["fun", call.fun], ["arg", call.args]]);
  const positional = hasNamed ? call.args.slice(0, -1) : call.args;
  const given = [context.opts, data, call.fun, positional, named];
  return await callDirectly(`${name}.execute`, fn, given, new Map(), context);
}

async function findExecutor(name: string, context: ExecutionContext) {
  try {
    return await context.ofKind("executor").find(`${name}.execute`);
  } catch (error) {
    if (!(error instanceof FunctionNotAvailableError)) throw error;
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    throw new SaltInvocationError(`Executor '${name}' is not available`, hint);
  }
}
