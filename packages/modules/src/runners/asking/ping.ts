/**
 * Which minions answer.
 */
import type { RunnerContext, Target } from "@salt/core";
import { getDict, isInt, resolveTarget } from "@salt/core";

/** How long to wait for answers, in seconds; null for what the master's configuration says. */
export interface Patience {
  readonly timeout: number | null;
  readonly gather_job_timeout: number | null;
}

/** Minions that answered and that did not, each sorted. */
export interface PingResult {
  readonly up: readonly string[];
  readonly down: readonly string[];
}

/** Asks minions whether they are there. */
export async function pingMinions(
  context: RunnerContext,
  target: Target,
  patience: Patience,
): Promise<PingResult> {
  const up = new Set<string>();
  let jid: string | undefined;
  for await (const answer of context.run(target, "test.ping", [], waiting(context, patience))) {
    up.add(answer.id);
    jid = answer.jid;
  }
  const asked = (jid === undefined ? undefined : context.jobs.job(jid)?.minions) ?? [];
  const down = (asked.length > 0 ? asked : await expected(context, target)).filter((id) => !up.has(id));
  return { up: [...up].sort(), down: [...down].sort() };
}

/** The options of `run` for a patience. */
export function waiting(
  { opts }: RunnerContext,
  patience: Patience,
): { timeout?: number; gatherJobTimeout?: number } {
  const timeout = patience.timeout || opts.get("timeout");
  const gather = patience.gather_job_timeout || opts.get("gather_job_timeout");
  return {
    ...(isInt(timeout) ? { timeout: Number(timeout) } : {}),
    ...(isInt(gather) ? { gatherJobTimeout: Number(gather) } : {}),
  };
}

/** When nobody answers, the accepted minions that the target means by their ids alone. */
async function expected(context: RunnerContext, target: Target): Promise<readonly string[]> {
  const { accepted } = await context.keys();
  const nodegroups = getDict(context.opts, "nodegroups");
  const known = {
    ids: accepted,
    facts: () => undefined,
    ...(nodegroups === undefined ? {} : { nodegroups }),
  };
  return resolveTarget(target, known).minions;
}
