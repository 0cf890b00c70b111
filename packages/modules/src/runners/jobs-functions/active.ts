/**
 * `jobs.active`: what the minions are working on, as they say themselves.
 */
import type { Dict, MutableDict, RunnerContext, Value } from "@salt/core";
import { get, isDict, isList, jidToTime, pythonStr } from "@salt/core";
import { everyMinion } from "../asking/target.js";
import { describeJob } from "./format.js";

/** Jobs at work by job id, with the minions that run them and those that have returned. */
export async function activeJobs(context: RunnerContext, showProgress: boolean): Promise<Dict> {
  const active = new Map<string, { readonly facts: MutableDict; readonly running: Value[] }>();
  for await (const answer of context.run(everyMinion, "saltutil.running")) {
    if (showProgress) context.progress({ message: `Received reply from minion ${answer.id}` });
    for (const job of isList(answer.return) ? answer.return.filter(isDict) : []) {
      const jid = pythonStr(get(job, "jid") ?? "");
      const known = active.get(jid) ?? {
        facts: describeJob(job).set("StartTime", jidToTime(jid)),
        running: [],
      };
      known.running.push(new Map([[answer.id, get(job, "pid") ?? null]]));
      active.set(jid, known);
    }
  }
  const cache = await context.jobs();
  const found: MutableDict = new Map();
  for (const [jid, { facts, running }] of active) {
    const returned = (await cache.returns(jid)).map(({ id }) => id);
    found.set(jid, facts.set("Running", running).set("Returned", returned));
  }
  return found;
}
