/**
 * Which minions answer.
 */
import type { RunnerContext, RunOptions, Target } from "@salt/core";
import { isInt } from "@salt/core";

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

/** What Salt says when a target matches nobody. */
export const NOBODY = "No minions matched the target. No command was sent, no jid was assigned.";

/** Asks minions whether they are there; says so when the target matches none. */
export async function pingMinions(
  context: RunnerContext,
  target: Target,
  patience: Patience,
): Promise<PingResult> {
  const up = new Set<string>();
  let asked: readonly string[] | undefined;
  const onSent: RunOptions["onSent"] = (job) => {
    asked = job.minions;
  };
  const options = { ...waiting(context, patience), onSent };
  for await (const answer of context.run(target, "test.ping", [], options)) up.add(answer.id);
  if (asked === undefined) context.progress(NOBODY);
  const down = (asked ?? []).filter((id) => !up.has(id));
  return { up: [...up].sort(), down: down.sort() };
}

/** The options of `run` that the master's configuration gives. */
export function usualPatience(context: RunnerContext): ReturnType<typeof waiting> {
  return waiting(context, { timeout: null, gather_job_timeout: null });
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
