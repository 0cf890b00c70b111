/**
 * What a job came to, and the return that tells the master.
 */
import type { Clock, Dict, Job, MutableDict, Value } from "@salt/core";
import { dict, get, isDict, isTruthy } from "@salt/core";

/** What a job came to. */
export interface JobOutcome {
  readonly return: Value;
  /** A number; for a compound command a map or list of numbers. */
  readonly retcode: Value;
  readonly success: Value;
  /** Outputter that suits the return. */
  readonly out: string | undefined;
  /** True when nothing is to be returned at all: the function asked for that by `__no_return__`. */
  readonly silent: boolean;
}

/** The outcome of a job that failed outside its function. */
export function failedOutcome(message: string, retcode = 1): JobOutcome {
  return { return: message, retcode, success: false, out: "nested", silent: false };
}

/** The retcode of a result: the function's own, or 1 for a map whose `result` or `success` is false. */
export function retcodeOf(result: Value, own: number): number {
  if (own !== 0 || !isDict(result)) return own;
  const isGood = ["result", "success"].every((key) => !result.has(key) || isTruthy(get(result, key)));
  return isGood ? 0 : 1;
}

/** The load of `_return`, with its fields in the order of real minions. */
export function returnLoad(id: string, job: Job, outcome: JobOutcome, clock: Clock): Dict {
  const load: MutableDict = dict({ cmd: "_return", id });
  load.set("success", outcome.success).set("return", outcome.return).set("retcode", outcome.retcode);
  if (outcome.out !== undefined) load.set("out", outcome.out);
  load
    .set("jid", job.jid)
    .set("fun", typeof job.fun === "string" ? job.fun : [...job.fun])
    .set("fun_args", job.arg);
  for (const key of ["user", "metadata", "master_id"]) {
    const value = get(job.load, key);
    if (value !== undefined) load.set(key, value);
  }
  load.set("_stamp", new Date(clock.now()).toISOString().replace("Z", "000"));
  return load;
}
