/**
 * Keeping what runners give in the job cache, as jobs of the master itself.
 */
import type { Dict, MasterConfig } from "@salt/core";
import { dict } from "@salt/core";
import { masterId } from "../beside/master-id.js";
import { openJobStore } from "../jobs/job-store.js";
import type { NewJob, NewReturn } from "../jobs/records.js";
import type { FunctionRun, RunEnd } from "./run-events.js";
import { endEvent, tellable } from "./run-events.js";

/** Where a run is written down; the job store, or a test's own. */
export interface RunKeeper {
  add(job: NewJob): boolean;
  addReturns(returns: readonly NewReturn[]): readonly boolean[];
}

/** Writes a run down. Its return is the data of its last event, as in Salt. */
export function recordRun(keeper: RunKeeper, id: string, run: FunctionRun, end: RunEnd, now: number): void {
  const fun = `${run.client}.${run.fun}`;
  const load = dict({ id, tgt: id, jid: run.jid, fun, arg: [...tellable(run).args], user: run.user });
  keeper.add({ jid: run.jid, load, minions: [id], nocache: false, mirrored: false, startedAt: now });
  const [, data] = endEvent(run, end, now);
  keeper.addReturns([
    { jid: run.jid, id, return: data, retcode: end.retcode ?? 0, success: end.success, out: undefined },
  ]);
}

/** Writes a run into the job cache of a configuration. Throws JobStoreError. */
export function storeRun(
  config: Pick<MasterConfig, "cachedir">,
  opts: Dict,
  run: FunctionRun,
  end: RunEnd,
  now: number,
): void {
  const store = openJobStore({ cachedir: config.cachedir });
  try {
    recordRun(store, masterId(opts), run, end, now);
  } finally {
    store.close();
  }
}
