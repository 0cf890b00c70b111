/**
 * The job that a minion gives itself to fill the mine: at its start, and every `mine_interval` minutes.
 */
import type { Dict, JidSource, Job, MinionConfig, Value } from "@salt/core";
import { isDict, isList } from "@salt/core";

/** What real minions call it in their returns. */
const SCHEDULE = "__mine_interval";

/** Whether there is anything to put into the mine. */
export function hasMine(config: Pick<MinionConfig, "mine_enabled" | "mine_functions">): boolean {
  const { mine_enabled: enabled, mine_functions: functions } = config;
  const count = isDict(functions) ? functions.size : isList(functions) ? functions.length : 0;
  return enabled && count > 0;
}

/** The job. */
export function mineJob(id: string, jids: JidSource): Job {
  const jid = jids.next();
  const fun = "mine.update";
  const load = new Map<Value, Value>([
    ["fun", fun],
    ["arg", []],
    ["tgt", id],
    ["jid", jid],
    ["ret", ""],
    ["tgt_type", "glob"],
    ["schedule", SCHEDULE],
  ]);
  const target = { tgt: id, tgtType: "glob", delimiter: ":" } as const;
  return { jid, fun, arg: [], target, user: "", ret: "", metadata: undefined, load };
}

/** Whether a job is one of these; the master did not send it, so it knows no job of that id. */
export function isMineJob(job: Job): boolean {
  return job.load.get("schedule") === SCHEDULE;
}

/** Its return, with which the master makes a job of its own. */
export function asOwnReturn(load: Dict): Dict {
  return new Map(load).set("jid", "req").set("schedule", SCHEDULE);
}
