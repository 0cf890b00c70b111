/**
 * A call of `salt-call` as a job: what functions with keyword arguments see of it, and how it is told.
 */
import type { MasterSession } from "@salt/client";
import type { Clock, Dict, Job, Logger, Value } from "@salt/core";
import { errorText, JidSource } from "@salt/core";
import type { Returners } from "../jobs/answer/returners.js";
import { returnLoad } from "../jobs/run/outcome.js";
import type { CallManner, CallOutcome } from "./caller.js";

/** Makes a job of a call, with the `__pub_*` fields that functions with keyword arguments see. */
export function callJob(fun: string, args: readonly Value[], opts: Dict): Job {
  const jid = new JidSource().next();
  const load = new Map<Value, Value>([
    ["fun", fun],
    ["jid", jid],
    ["pid", process.pid],
    ["tgt", "salt-call"],
    ...(opts.has("executor_opts") ? [["executor_opts", opts.get("executor_opts") ?? null] as const] : []),
  ]);
  const target = { tgt: "salt-call", tgtType: "glob", delimiter: ":" } as const;
  return { jid, fun, arg: args, target, user: "", ret: "", metadata: undefined, load };
}

/** What telling an outcome needs. */
export interface CallReportParts {
  readonly id: string;
  /** The master that is told; absent without one, and when `no_return_event` says that it is not to be told. */
  readonly session: MasterSession | undefined;
  readonly returners: Returners;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Tells the master and the returners what a call gave. Never throws: the command's answer stands without them. */
export async function reportCall(
  { id, session, returners, clock, log }: CallReportParts,
  job: Job,
  outcome: CallOutcome,
  how: CallManner,
): Promise<void> {
  if (how.quietly === true) return;
  const typed = how.words === undefined ? job : { ...job, arg: how.words };
  const told = { ...outcome, success: outcome.retcode === 0, silent: false };
  const load = returnLoad(id, typed, told, clock);
  returners.hand(job, load);
  await Promise.all([tellMaster(session, load, log), returners.idle()]);
}

/** The master keeps the outcome as a job of its own, with an id that it gives: `req` asks for one. */
async function tellMaster(session: MasterSession | undefined, load: Dict, log: Logger): Promise<void> {
  try {
    await session?.request(new Map(load).set("jid", "req"));
  } catch (error) {
    log.warn({ reason: errorText(error) }, "The master did not take the return");
  }
}
