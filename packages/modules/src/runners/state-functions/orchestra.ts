/**
 * State runs on the master's own machine: the surroundings of orchestrations.
 */
import type { Dict, ExecutionContext, Job, RunnerContext, Value } from "@salt/core";
import { deriveContext, isDict, isJid, JidSource, pythonStr, SaltInvocationError } from "@salt/core";

/** The context of a state run beside the master, with the master's own files. Throws SaltInvocationError for a job id that is none. */
export async function openOrchestra(
  session: RunnerContext,
  fun: string,
  asked: Value,
): Promise<{ readonly context: ExecutionContext; readonly jid: string }> {
  const jid = asked === null ? new JidSource().next() : pythonStr(asked);
  if (!isJid(jid)) throw new SaltInvocationError(`orchestration_jid: '${jid}' is no job id`);
  const own = await session.masterSide(jobOf(fun, jid, session.user));
  const opts = new Map<Value, Value>([
    ...own.opts,
    ["id", own.id],
    ["file_client", "local"],
    ["__role", "master"],
  ]);
  return { context: deriveContext(own, { opts }), jid };
}

/** Checks the argument `pillar`. Throws SaltInvocationError. */
export function pillarData(given: Value): Dict | null {
  if (given === null || isDict(given)) return given;
  throw new SaltInvocationError("Pillar data must be formatted as a dictionary");
}

function jobOf(fun: string, jid: string, user: string): Job {
  const target = { tgt: "", tgtType: "glob", delimiter: ":" } as const;
  return { jid, fun, arg: [], target, user, ret: "", metadata: undefined, load: new Map() };
}
