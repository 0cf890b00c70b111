/**
 * The events that tell of a runner's start and end.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { dict, tags } from "@salt/core";
import { stamped } from "@salt/wire";

/** What both events of a run say. */
export interface RunnerRun {
  readonly jid: string;
  readonly fun: string;
  readonly args: readonly Value[];
  readonly user: string;
}

/** How a run ended. */
export interface RunnerEnd {
  readonly value: Value;
  readonly success: boolean;
  /** Only told for failures, as in Salt. */
  readonly retcode: number | undefined;
}

/** Tag and data of the event of a start. */
export function startEvent(run: RunnerRun, now: number): readonly [string, Dict] {
  return [tags.runNew(run.jid), base(run, now)];
}

/** Tag and data of the event of an end. */
export function endEvent(run: RunnerRun, end: RunnerEnd, now: number): readonly [string, Dict] {
  const data = base(run, now);
  data.set("return", end.value);
  data.set("success", end.success);
  if (end.retcode !== undefined) data.set("retcode", end.retcode);
  return [tags.runReturn(run.jid), data];
}

function base({ jid, fun, args, user }: RunnerRun, now: number): MutableDict {
  return new Map(stamped(dict({ fun: `runner.${fun}`, jid, user, fun_args: [...args] }), now));
}
