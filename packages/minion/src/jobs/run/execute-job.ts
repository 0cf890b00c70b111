/**
 * Running the functions of a job: the same in the daemon, in job processes and in salt-call.
 */
import type { ExecutionContext, ExecutionFunction, Job, Plain, Value } from "@salt/core";
import {
  callFunction,
  describeFailure,
  dict,
  errorText,
  FunctionNotAvailableError,
  get,
  getList,
  isDict,
  isTruthy,
  SaltInvocationError,
  tags,
} from "@salt/core";
import type { Surroundings } from "@salt/loader";
import { makeContext } from "@salt/loader";
import type { Call } from "../parse-job.js";
import { callsOf } from "../parse-job.js";
import { joinOutcomes } from "./compound.js";
import { throughExecutors } from "./executors.js";
import type { JobOutcome } from "./outcome.js";
import { retcodeOf } from "./outcome.js";
import { isInParts, joinParts } from "./progress.js";

/** Runs a job to its end. Never throws: what goes wrong is the outcome. */
export async function executeJob(job: Job, around: Surroundings, signal: AbortSignal): Promise<JobOutcome> {
  const calls = callsOf(job);
  const [only] = calls;
  if (typeof job.fun === "string" && only !== undefined) return await executeCall(job, only, around, signal);
  const parts = [];
  for (const call of calls) {
    parts.push({ fun: call.fun, outcome: await executeCall(job, call, around, signal) });
  }
  return joinOutcomes(parts, get(around.opts, "multifunc_ordered") === true);
}

async function executeCall(
  job: Job,
  { fun: name, arg: args }: Call,
  around: Surroundings,
  signal: AbortSignal,
): Promise<JobOutcome> {
  let fn: ExecutionFunction | undefined;
  try {
    fn = await around.ofKind("execution").find(name);
    requireAllowed(name, around);
    const { value, retcode } = await runFunction(name, fn, args, makeContext(around, job, signal), job);
    const silent = isDict(value) && isTruthy(get(value, "__no_return__"));
    return { return: value, retcode, success: retcode === 0, out: fn.outputter, silent };
  } catch (error) {
    if (!(error instanceof FunctionNotAvailableError)) {
      around.log.warn({ jid: job.jid, fun: name, reason: errorText(error) }, "A function failed");
    }
    const failed = describeFailure(name, fn, error);
    return { ...failed, success: false, silent: false };
  }
}

/** What a function gave. */
export interface FunctionResult {
  readonly value: Value;
  readonly retcode: number;
}

/** Runs one function as a job, or as a part of it, through its executors. Throws what binding the arguments and the function throw. */
export async function runFunction(
  name: string,
  fn: ExecutionFunction,
  args: readonly Value[],
  context: ExecutionContext,
  job: Job,
): Promise<FunctionResult> {
  const direct = () => callFunction(name, withParts(fn, job), args, context, job.load);
  const value = await throughExecutors({ fun: name, args, job, direct }, context);
  return { value, retcode: retcodeOf(value, context.retcode) };
}

/** The function, with a result in parts joined, and each part fired as an event on its way. */
function withParts(fn: ExecutionFunction, job: Job): ExecutionFunction {
  return {
    ...fn,
    run: async (args, context, rest): Promise<Plain> => {
      const result = await fn.run(args, context, rest);
      return isInParts(result)
        ? await joinParts(result, (part, at) => firePart(job, context, part, at))
        : result;
    },
  };
}

async function firePart(job: Job, context: ExecutionContext, part: Value, at: number): Promise<void> {
  await context.control.fireMaster(tags.jobProgress(job.jid, context.id, at), dict({ return: part }));
}

/** Refuses everything but the way out while the minion is blacked out. */
function requireAllowed(name: string, around: Surroundings): void {
  for (const facts of [around.pillar, around.grains]) {
    if (!isTruthy(get(facts, "minion_blackout")) || name === "saltutil.refresh_pillar") continue;
    if (getList(facts, "minion_blackout_whitelist")?.includes(name)) continue;
    throw new SaltInvocationError(
      "This minion is blacked out: minion_blackout is set in its pillar or grains, and only saltutil.refresh_pillar runs",
    );
  }
}
